"""Analytics of many sessions, as one distribution"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.api.conversations import start, talked
from tests.api.servers import Server, bearer

from visavis.store.sessions import Session

LATENCIES = {
    *("transcriptionLatencySeconds", "llmTimeToFirstOutputSeconds", "llmGenerationDurationSeconds"),
    *("ttsGenerationDurationSeconds", "ttsTimeToFirstAudioSeconds", "firstAudioLatencySeconds"),
    "firstFrameLatencySeconds",
    *("speakingDurationSeconds", "userSpeechDurationSeconds"),
}
STOCK_PERSONA = "5a7c1e20-9d0b-4f6e-8a41-c0ffee000001"


async def of_many(server: Server, **query: Any) -> dict[str, Any]:
    return await server.answer("GET", "/v1/sessions/analytics", params=query)


async def test_many_sessions_are_one_distribution(server: Server) -> None:
    for first_sound_s in (1.5, 2.0, 2.5):
        await talked(server, first_sound_s)
    failed = await start(server)
    await failed.began()
    await failed.warned("no answer")
    await failed.warned("no answer again")
    await failed.ended(exit_status="ERROR")
    await start(server)

    found = await of_many(server)

    assert (found["sessionCount"], found["sessionsWithReports"], found["truncated"]) == (5, 4, False)
    assert found["turnCount"] == 12
    assert found["filters"] == dict.fromkeys(("personaId", "apiKeyId", "clientLabel", "sessionType"))
    assert set(found["latencies"]) == LATENCIES
    assert found["latencies"]["firstAudioLatencySeconds"] == {
        "count": 6,
        "avg": 1.5,
        "p50": 1.25,
        "p90": 2.25,
        "p95": 2.375,
        "p99": 2.475,
        "max": 2.5,
    }
    assert found["latencies"]["firstFrameLatencySeconds"]["p50"] == 1.53
    assert found["latencies"]["ttsTimeToFirstAudioSeconds"]["count"] == 0
    assert found["latencies"]["ttsTimeToFirstAudioSeconds"]["p50"] is None
    assert found["counts"] == {
        "completedTurns": 6,
        "interruptedTurns": 3,
        "interruptedBeforeAudioTurns": 0,
        "totalErrors": 1,
        "totalWarnings": 2,
        "sessionsWithErrors": 1,
        "sessionsWithWarnings": 1,
        "toolCalls": {"total": 0, "succeeded": 0, "failed": 0, "byName": {}},
    }
    assert found["rates"] == {
        "interruptionRate": 0.3333,
        "interruptedBeforeAudioRate": 0,
        "errorSessionRate": 0.25,
        "warningSessionRate": 0.25,
        "toolCallFailureRate": None,
    }


async def test_the_slowest_turns_lead_to_their_sessions(server: Server) -> None:
    slow = await talked(server, 4.0, client_label="slow")
    await talked(server, 1.2)

    turns = (await of_many(server))["slowestTurns"]

    first_sounds = [turn for turn in turns if turn["metric"] == "firstAudioLatencySeconds"]
    assert [turn["valueSeconds"] for turn in first_sounds] == [4.0, 1.2, 1.0, 1.0]
    assert first_sounds[0] == {
        "sessionId": slow.id,
        "correlationId": None,
        "metric": "firstAudioLatencySeconds",
        "valueSeconds": 4.0,
        "sessionStartTime": "2026-11-20T20:00:00.000Z",
        "personaId": None,
        "clientLabel": "slow",
    }
    assert {turn["metric"] for turn in turns} <= LATENCIES


async def test_sessions_can_be_chosen(server: Server) -> None:
    one = await talked(server, client_label="kiosk-1")
    await talked(server, personaId=STOCK_PERSONA)
    await talked(server, llmId="CUSTOMER_CLIENT_V1")
    key_id = (await server.client.get(f"/v1/sessions/{one.id}")).json()["apiKeyId"]

    for query, count in [
        ({"clientLabel": "kiosk-1"}, 1),
        ({"clientLabel": "kiosk"}, 0),
        ({"personaId": STOCK_PERSONA}, 1),
        ({"apiKeyId": key_id}, 3),
        ({"apiKeyId": str(uuid4())}, 0),
        ({"sessionType": "turnkey"}, 2),
        ({"sessionType": "custom_llm_client"}, 1),
        ({"sessionType": "livekit"}, 0),
    ]:
        found = await of_many(server, **query)
        assert (found["sessionCount"], found["sessionsWithReports"]) == (count, count)
        assert next(iter(query.values())) in found["filters"].values()


async def test_the_last_day_is_shown_unless_asked_otherwise(server: Server) -> None:
    talk = await talked(server)
    async with server.wing.database.transaction() as session:
        row = await session.get_one(Session, talk.id)
        row.created_at -= timedelta(days=2)
        made = row.created_at

    assert (await of_many(server))["sessionCount"] == 0
    span = {"from": (made - timedelta(hours=1)).isoformat(), "to": (made + timedelta(hours=1)).isoformat()}
    found = await of_many(server, **span)
    assert found["sessionCount"] == 1
    assert found["from"].endswith("Z")


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ({"from": "2026-01-02T00:00:00Z", "to": "2026-01-01T00:00:00Z"}, "from"),
        ({"from": "2026-01-01T00:00:00Z", "to": "2026-03-01T00:00:00Z"}, "from"),
        ({"from": "yesterday"}, "from"),
        ({"to": "0413-12-20T00:00:00Z"}, "to"),
        ({"to": "0001-01-01T00:00:00Z"}, "to"),
        ({"from": "9999-12-31T12:00:00-12:00", "to": "9999-12-31T23:00:00-12:00"}, "from"),
        ({"to": "2026-01-01T00:00:00"}, "to"),
        ({"sessionType": "phone"}, "sessionType"),
        ({"personaId": "x"}, "personaId"),
    ],
)
async def test_a_span_that_cannot_be_is_400_and_named(
    server: Server, query: dict[str, str], path: str
) -> None:
    reply = await server.client.get("/v1/sessions/analytics", params=query)

    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, path)


async def test_more_reports_than_are_read_are_said_to_be_cut_off(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("visavis.services.session_analytics.MOST_REPORTS", 2)
    for first_sound_s in (9.0, 1.5, 2.0):
        await talked(server, first_sound_s)

    found = await of_many(server)

    assert (found["sessionCount"], found["sessionsWithReports"], found["truncated"]) == (3, 2, True)
    assert found["latencies"]["firstAudioLatencySeconds"]["max"] == 2.0


async def test_others_count_their_own(server: Server) -> None:
    await talked(server)
    theirs = bearer(await server.key_of_another_organization())

    found = (await server.client.get("/v1/sessions/analytics", headers=theirs)).json()

    assert (found["sessionCount"], found["turnCount"]) == (0, 0)
    reply = await server.client.get("/v1/sessions/analytics?organizationId=another")
    assert reply.status_code == 403
