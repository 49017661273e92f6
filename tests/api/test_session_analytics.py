"""Analytics of one session and of many"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.api.conversations import Conversation, short_talk, start
from tests.api.servers import Server, bearer

from visavis.contract.events import TurnLatency
from visavis.contract.token_usage import OverheadReason, TokenUsage
from visavis.store.sessions import Session

LATENCIES = {
    *("transcriptionLatencySeconds", "llmTimeToFirstOutputSeconds", "llmGenerationDurationSeconds"),
    *("ttsGenerationDurationSeconds", "ttsTimeToFirstAudioSeconds", "firstAudioLatencySeconds"),
    "firstFrameLatencySeconds",
    *("speakingDurationSeconds", "userSpeechDurationSeconds"),
}
COUNTS = ("promptTokens", "completionTokens", "cachedTokens", "reasoningTokens")
GREETING, ANSWER, SUM = (
    dict(zip(COUNTS, counted, strict=True))
    for counted in ((90, 8, None, 3), (200, 12, 128, None), (290, 20, 128, 3))
)
NO_OVERHEAD = dict.fromkeys(("cutOff", "dropped", "summaries"))
STOCK_PERSONA = "5a7c1e20-9d0b-4f6e-8a41-c0ffee000001"


def latency(first_sound_s: float) -> TurnLatency:
    return TurnLatency(
        endpoint_s=0.3, transcript_s=0.4, first_token_s=0.9, first_sound_s=first_sound_s, picture_sent_s=1.53
    )


async def talked(server: Server, first_sound_s: float = 1.5, **options: Any) -> Conversation:
    """A greeting, an answered question, an interrupted answer, and an utterance without an answer."""
    talk = await start(server, **options)
    await talk.began()
    await talk.said("persona", "Hi there", 1, 1.0, usage=TokenUsage(prompt=90, completion=8, reasoning=3))
    await talk.said("user", "What is the time", 5, 2.0)
    took = TokenUsage(prompt=200, completion=12, cached=128)
    await talk.said("persona", "It is nine", 8.5, 1.2, latency=latency(first_sound_s), usage=took)
    await talk.said("user", "And the weather", 12, 1.5)
    await talk.said("persona", "Sunny", 15, 0.5, interrupted=True, latency=latency(1.0))
    await talk.said("user", "Stop", 17, 0.5)
    await talk.ended()
    return talk


async def of_one(server: Server, talk: Conversation, **query: Any) -> dict[str, Any]:
    reply = await server.client.get(f"/v1/sessions/{talk.id}/analytics", params=query)
    assert reply.status_code == 200, reply.text
    answer: dict[str, Any] = reply.json()
    return answer


async def of_many(server: Server, **query: Any) -> dict[str, Any]:
    reply = await server.client.get("/v1/sessions/analytics", params=query)
    assert reply.status_code == 200, reply.text
    answer: dict[str, Any] = reply.json()
    return answer


# one session


async def test_tokens_are_those_that_the_model_told_and_null_is_not_nothing(server: Server) -> None:
    of_session = await of_one(server, await talked(server))

    assert [turn["usage"] for turn in of_session["turns"]] == [GREETING, ANSWER, None, None]
    assert of_session["summary"]["usage"] == SUM


async def test_of_a_session_whose_model_counts_nothing_there_is_no_sum(server: Server) -> None:
    talk = await short_talk(server)
    summary = (await of_one(server, talk))["summary"]
    assert (summary["usage"], summary["overheadTokens"]) == (None, NO_OVERHEAD)


async def test_tokens_beyond_the_turns_are_summed_by_reason_and_estimates_are_called_so(
    server: Server,
) -> None:
    talk = await start(server)
    await talk.began()
    guessed = TokenUsage(prompt=100, completion=3)
    await talk.spent(OverheadReason.DROPPED, guessed, estimated=True)
    await talk.spent(OverheadReason.DROPPED, TokenUsage(prompt=120, completion=9, cached=64))
    await talk.spent(OverheadReason.SUMMARY, TokenUsage(prompt=900, completion=80))
    await talk.ended()

    summary = (await of_one(server, talk))["summary"]

    dropped, summaries = ((220, 12, 64, None), (900, 80, None, None))
    assert summary["overheadTokens"] == {
        "cutOff": None,
        "dropped": dict(zip(COUNTS, dropped, strict=True)) | {"count": 2, "estimatedCount": 1},
        "summaries": dict(zip(COUNTS, summaries, strict=True)) | {"count": 1, "estimatedCount": 0},
    }
    assert summary["usage"] is None, "they are no turn's"


async def test_a_session_shows_its_turns_and_their_sum(server: Server) -> None:
    talk = await talked(server, client_label="kiosk", name="Nora")
    await talk.warned("a hiccup", 50)

    analytics = await of_one(server, talk)

    assert analytics["sessionId"] == talk.id
    assert (analytics["durationSeconds"], analytics["sessionType"]) == (60, "turnkey")
    assert (analytics["clientLabel"], analytics["exitStatus"]) == ("kiosk", "NORMAL_EXIT")
    assert analytics["clientMetadata"] is None
    assert analytics["config"] == {
        "llmProvider": "offline",
        "llmModel": None,
        "ttsProvider": "flite",
        "ttsVoice": "slt",
        "avatarKey": "ana-office",
        "personaName": "Nora",
        "languageCode": "en",
        "transcriptsEnabled": True,
    }
    assert analytics["summary"] == {
        "totalTurns": 4,
        "completedTurns": 2,
        "interruptedTurns": 1,
        "interruptionRate": 0.3333,
        "totalUserSpeechDurationSeconds": 4.0,
        "totalUserWords": 8,
        "totalAssistantWords": 6,
        "totalWarnings": 1,
        "totalErrors": 0,
        "toolCalls": {"total": 0, "succeeded": 0, "failed": 0, "byName": {}},
        "averageLatencies": {
            "transcriptionLatencySeconds": 0.4,
            "llmTimeToFirstOutputSeconds": 0.5,
            "ttsGenerationDurationSeconds": None,
            "firstAudioLatencySeconds": 1.25,
            "firstFrameLatencySeconds": 1.53,
        },
        "usage": SUM,
        "overheadTokens": NO_OVERHEAD,
    }
    assert [turn["turnIndex"] for turn in analytics["turns"]] == [0, 1, 2, 3]


async def test_a_turn_has_every_published_field(server: Server) -> None:
    turns = (await of_one(server, await talked(server)))["turns"]

    assert turns[1] == {
        "turnIndex": 1,
        "correlationId": None,
        "userSpeechStartTime": "2026-11-20T20:00:05.000Z",
        "userSpeechEndTime": "2026-11-20T20:00:07.000Z",
        "userSpeechDurationSeconds": 2.0,
        "userTranscriptionTime": "2026-11-20T20:00:07.400Z",
        "transcriptionLatencySeconds": 0.4,
        "llmFirstOutputTime": "2026-11-20T20:00:07.900Z",
        "llmFinalOutputTime": None,
        "llmTimeToFirstOutputSeconds": 0.5,
        "llmGenerationDurationSeconds": None,
        "ttsStartTime": None,
        "ttsEndTime": None,
        "ttsGenerationDurationSeconds": None,
        "ttsTimeToFirstAudioSeconds": None,
        "personaStartSpeakingTime": "2026-11-20T20:00:08.500Z",
        "personaStopSpeakingTime": "2026-11-20T20:00:09.700Z",
        "firstAudioLatencySeconds": 1.5,
        "firstFrameLatencySeconds": 1.53,
        "speakingDurationSeconds": 1.2,
        "finishReason": "completed",
        "wasInterrupted": False,
        "interruptedStage": None,
        "toolCalls": [],
        "usage": ANSWER,
    }
    assert (turns[0]["userSpeechStartTime"], turns[0]["finishReason"]) == (None, "completed")
    assert (turns[2]["finishReason"], turns[2]["interruptedStage"]) == ("interrupted", "while_speaking")
    assert (turns[3]["finishReason"], turns[3]["personaStartSpeakingTime"]) == (None, None)


async def test_what_was_said_is_shown_only_on_request(server: Server) -> None:
    talk = await talked(server)

    silent = (await of_one(server, talk))["turns"]
    spoken = (await of_one(server, talk, includeMessages="true"))["turns"]

    assert not any("userMessage" in turn or "assistantMessage" in turn for turn in silent)
    assert [(turn["userMessage"], turn["assistantMessage"]) for turn in spoken] == [
        ("", "Hi there"),
        ("What is the time", "It is nine"),
        ("And the weather", "Sunny"),
        ("Stop", ""),
    ]
    reply = await server.client.get(f"/v1/sessions/{talk.id}/analytics?includeMessages=perhaps")
    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "includeMessages")


async def test_where_there_is_no_report_the_reason_is_said(server: Server) -> None:
    running = await start(server)
    await running.began()
    unclaimed = await start(server)
    await unclaimed.ended()
    erased = await short_talk(server)
    await server.client.delete(f"/v1/sessions/{erased.id}")

    for talk, reason in [
        (running, "in progress"),
        (unclaimed, "nobody connected"),
        (await short_talk(server, enableAudioPassthrough=True), "passthrough"),
        (await short_talk(server, zeroDataRetention=True), "zero data retention"),
        (erased, "deleted"),
    ]:
        reply = await server.client.get(f"/v1/sessions/{talk.id}/analytics")
        assert reply.status_code == 404
        assert reason in reply.json()["message"]


async def test_analytics_that_are_not_there_or_not_ours_are_404(server: Server) -> None:
    talk = await talked(server)
    theirs = bearer(await server.key_of_another_organization())

    assert (await server.client.get(f"/v1/sessions/{talk.id}/analytics", headers=theirs)).status_code == 404
    assert (await server.client.get(f"/v1/sessions/{uuid4()}/analytics")).status_code == 404
    assert (await server.client.get("/v1/sessions/not-an-id/analytics")).status_code == 400


# many sessions


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


# day by day


async def by_day(server: Server, **query: Any) -> dict[str, Any]:
    reply = await server.client.get("/v1/sessions/analytics/daily", params=query)
    assert reply.status_code == 200, reply.text
    answer: dict[str, Any] = reply.json()
    return answer


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
