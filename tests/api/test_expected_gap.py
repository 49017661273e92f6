"""GET /v1/sessions/expected-gap: medians of what was measured with the same parts, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from tests.api.conversations import start
from tests.api.servers import Server, bearer

from visavis.contract.events import TurnLatency

LUCY = "de23e340-1416-4dd8-977d-065a7ca11697"
FLITE_RMS = "b3b1f0de-6a53-4a3c-8c3e-2f6b7d1c5e02"
LLM = "a7cf662c-2ace-4de1-a21e-ef0fbf144bb7"
NONE = {"turns": 0, "gapSeconds": None, "stages": None}


def latency(hear: float, think: float, speak: float, face: float = 0.05) -> TurnLatency:
    sound = hear + think + speak
    return TurnLatency(
        transcript_s=hear,
        first_token_s=hear + think,
        voice_began_s=hear + think,
        first_sound_s=sound,
        sound_sent_s=sound,
        picture_sent_s=sound + face,
    )


async def talk(server: Server, *answers: TurnLatency | None, **config: Any) -> None:
    one = await start(server, **config)
    await one.began()
    for number, answer in enumerate(answers):
        await one.said("user", "And?", 10 * number, 1)
        await one.said("persona", "Well.", 10 * number + 3, latency=answer)
    await one.ended(1000)


async def gap(server: Server, **parts: str) -> dict[str, Any]:
    return await server.answer("GET", "/v1/sessions/expected-gap", params=parts)


async def test_nothing_is_expected_where_nothing_was_measured(server: Server) -> None:
    assert await gap(server, voiceId=LUCY) == NONE
    await talk(server, None, voiceId=LUCY)  # what she says unasked has no times
    await talk(
        server, TurnLatency(first_token_s=0.2, first_sound_s=0.4), voiceId=LUCY
    )  # typed: nothing was heard

    assert await gap(server, voiceId=LUCY) == NONE


async def test_stages_are_medians_of_the_turns_that_were_measured(server: Server) -> None:
    await talk(server, latency(0.2, 0.3, 0.1), latency(0.4, 0.2, 0.3), latency(0.3, 0.9, 0.2))

    assert await gap(server) == {
        "turns": 3,
        "gapSeconds": 0.95,
        "stages": {"hearSeconds": 0.3, "thinkSeconds": 0.3, "speakSeconds": 0.2, "faceSeconds": 0.05},
    }


async def test_a_word_that_was_ready_before_the_transcript_cost_nothing(server: Server) -> None:
    early = TurnLatency(transcript_s=0.3, first_token_s=0.1, first_sound_s=0.5)
    await talk(server, early)

    stages = (await gap(server))["stages"]

    assert stages == {"hearSeconds": 0.3, "thinkSeconds": 0.0, "speakSeconds": 0.2, "faceSeconds": 0.0}


async def test_only_turns_with_the_same_parts_count(server: Server) -> None:
    await talk(server, latency(0.2, 0.3, 0.1), voiceId=LUCY, llmId=LLM)
    await talk(server, latency(0.2, 0.3, 0.2), voiceId=FLITE_RMS, llmId=LLM)
    await talk(server, latency(0.2, 0.3, 0.3), voiceId=FLITE_RMS, llmId=LLM, avatarModel="cara-4")

    for parts, turns in (
        ({}, 3),
        ({"voiceId": LUCY}, 1),
        ({"voiceId": FLITE_RMS}, 2),
        ({"voiceId": FLITE_RMS, "avatarModel": "cara-4"}, 1),
        ({"voiceId": FLITE_RMS, "avatarModel": "cara-4", "llmId": LLM}, 1),
        ({"voiceId": LUCY, "avatarModel": "cara-4"}, 0),
        ({"llmId": "CUSTOMER_CLIENT_V1"}, 0),
    ):
        assert (await gap(server, **parts))["turns"] == turns, parts


async def test_only_the_last_turns_count(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("visavis.services.expected_gap.MOST_TURNS", 3)
    await talk(server, *[latency(0.1, 2, 0.1)] * 4, *[latency(0.1, 0.2, 0.1)] * 3)

    assert (await gap(server))["turns"] == 3
    assert (await gap(server))["stages"]["thinkSeconds"] == 0.2


async def test_what_others_measured_says_nothing(server: Server) -> None:
    await talk(server, latency(0.2, 0.3, 0.1))
    stranger = bearer(await server.key_of_another_organization())

    assert (await server.client.get("/v1/sessions/expected-gap", headers=stranger)).json() == NONE


async def test_an_unknown_model_is_refused(server: Server) -> None:
    reply = await server.client.get("/v1/sessions/expected-gap", params={"avatarModel": "cara-9"})

    assert reply.status_code == 400
    assert reply.json()["details"][0]["path"] == "avatarModel"
