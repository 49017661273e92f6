"""Analytics of many sessions, day by day"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.api.conversations import Conversation, start, talked
from tests.api.servers import Server, bearer

from visavis.contract.events import TurnLatency
from visavis.store.sessions import Session


async def by_day(server: Server, **query: Any) -> dict[str, Any]:
    return await server.answer("GET", "/v1/sessions/analytics/daily", params=query)


async def moved(server: Server, talk: Conversation, ago: timedelta = timedelta(0)) -> datetime:
    """When it was made, once that is so much longer ago."""
    async with server.wing.database.transaction() as session:
        row = await session.get_one(Session, talk.id)
        row.created_at -= ago
        return row.created_at


async def test_each_day_says_how_long_the_gaps_were_and_where_they_went(server: Server) -> None:
    latest = await moved(server, await talked(server, first_sound_s=1.1))
    await moved(server, await talked(server, first_sound_s=1.5), timedelta(days=2))
    since, until = latest - timedelta(days=4), latest + timedelta(microseconds=1)
    answer = await by_day(server, **{"from": since.isoformat(), "to": until.isoformat()})

    assert (answer["sessionCount"], answer["sessionsWithReports"], answer["truncated"]) == (2, 2, False)
    *_, two_days_ago, yesterday, last = answer["days"]
    assert len(answer["days"]) == 5
    assert (yesterday["sessions"], yesterday["stages"], yesterday["gapSeconds"]["p50"]) == (0, None, None)
    assert two_days_ago["gapSeconds"]["count"] == 2
    # of 1.53 s, the picture's moment in both: 1.5 s to the sound of one, 1 s to that of the other
    assert two_days_ago["gapSeconds"]["p50"] == last["gapSeconds"]["p50"] == 1.53
    assert two_days_ago["stages"] == {"hear": 0.4, "think": 0.5, "speak": 0.35, "face": 0.28}
    assert last["stages"] == {"hear": 0.4, "think": 0.5, "speak": 0.15, "face": 0.48}
    assert last["interruptionRate"] == pytest.approx(1 / 3, abs=1e-4)
    assert last["errorSessionRate"] == 0
    overall = answer["overall"]
    assert (overall["sessions"], overall["gapSeconds"]["count"], overall["stages"]["face"]) == (2, 4, 0.38)


async def test_the_slowest_gaps_lead_to_their_turns(server: Server) -> None:
    talk = await start(server)
    await talk.began()
    await talk.said("persona", "Hi there", 1, 1.0)
    await talk.said("user", "What is the time", 5, 2.0)
    await talk.said("persona", "Nine", 8, 1, latency=TurnLatency(transcript_s=0.2, first_sound_s=0.5))
    await talk.said("user", "And now", 10, 1.0)
    slow = TurnLatency(transcript_s=0.2, first_token_s=2.2, first_sound_s=2.4, picture_sent_s=2.45)
    await talk.said("persona", "Still nine", 14, 1, latency=slow)
    await talk.ended()

    slowest, quick = (await by_day(server))["slowestGaps"]
    assert (slowest["sessionId"], slowest["turn"]) == (talk.id, 3)
    assert (slowest["gapSeconds"], slowest["longestStage"]) == (2.45, "think")
    assert (quick["turn"], quick["gapSeconds"], quick["longestStage"]) == (2, 0.5, "speak")


async def test_days_are_of_the_caller_and_of_what_was_asked_for(server: Server) -> None:
    await talked(server)
    theirs = await server.client.get(
        "/v1/sessions/analytics/daily", headers=bearer(await server.key_of_another_organization())
    )
    assert theirs.json()["sessionCount"] == 0
    assert (await by_day(server, personaId=str(uuid4())))["sessionCount"] == 0
