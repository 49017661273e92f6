"""Analytics of one session"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from tests.api.conversations import Conversation, short_talk, start, talked
from tests.api.servers import Server, bearer

from visavis.contract.token_usage import OverheadReason, TokenUsage

COUNTS = ("promptTokens", "completionTokens", "cachedTokens", "reasoningTokens")
GREETING, ANSWER, SUM = (
    dict(zip(COUNTS, counted, strict=True))
    for counted in ((90, 8, None, 3), (200, 12, 128, None), (290, 20, 128, 3))
)
NO_OVERHEAD = dict.fromkeys(("cutOff", "dropped", "summaries"))


async def of_one(server: Server, talk: Conversation, **query: Any) -> dict[str, Any]:
    return await server.answer("GET", f"/v1/sessions/{talk.id}/analytics", params=query)


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
