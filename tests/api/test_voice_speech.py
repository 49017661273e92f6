"""POST /v1/voices/{id}/speak: a text in a voice, really spoken."""

from __future__ import annotations

import io
import wave
from pathlib import Path

import httpx
import pytest
from tests.api.servers import Server, serving

FLITE_RMS = "b3b1f0de-6a53-4a3c-8c3e-2f6b7d1c5e02"
LUCY = "de23e340-1416-4dd8-977d-065a7ca11697"
GREETING = "Welcome to the museum of clocks."


async def said(
    server: Server, voice_id: str = FLITE_RMS, text: str = GREETING, **more: float
) -> httpx.Response:
    return await server.client.post(f"/v1/voices/{voice_id}/speak", json={"text": text, **more})


def seconds(reply: httpx.Response) -> float:
    assert (reply.status_code, reply.headers["content-type"]) == (200, "audio/wav")
    with wave.open(io.BytesIO(reply.content)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        return file.getnframes() / file.getframerate()


async def test_a_voice_says_what_it_is_given_at_the_speed_that_is_wanted(server: Server) -> None:
    spoken = seconds(await said(server))

    assert 1 < spoken < 5
    assert seconds(await said(server, voiceSpeed=0.7)) > 1.2 * spoken
    assert seconds(await said(server, text=f"{GREETING} {GREETING}")) > 1.5 * spoken


async def test_a_vendor_that_does_not_speak_says_why_and_nobody_stands_in(data_dir: Path) -> None:
    vendor = {"elevenlabs_api_key": "sk_very-secret", "elevenlabs_voice_url": "ws://127.0.0.1:9"}
    async with serving(data_dir, **vendor) as server:
        reply = await said(server, LUCY)

    assert reply.status_code == 422
    assert "it cannot be reached" in reply.json()["message"]
    assert "sk_very-secret" not in reply.text


@pytest.mark.parametrize(("text", "more"), [("", {}), (" ", {}), ("x" * 601, {}), ("x", {"voiceSpeed": 9})])
async def test_what_makes_no_sense_is_refused(server: Server, text: str, more: dict[str, float]) -> None:
    assert (await said(server, text=text, **more)).status_code == 400


async def test_without_an_engine_nobody_speaks(server: Server) -> None:
    server.placement.refuses = True

    assert (await said(server)).status_code == 503
    assert (await said(server, "nobody")).status_code == 404
