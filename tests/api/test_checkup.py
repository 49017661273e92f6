"""POST /v1/server/checkup: whoever thinks and speaks here is really asked."""

from __future__ import annotations

from pathlib import Path

from tests.api.servers import Server, serving

from visavis.services import stock
from visavis.services.trial_budget import MOST_TRIALS

CHECKUP = "/v1/server/checkup"


async def test_what_is_embedded_answers_and_says_how_soon(server: Server) -> None:
    reply = await server.client.post(CHECKUP)

    assert reply.status_code == 200, reply.text
    answer = reply.json()
    assert [one["stage"] for one in answer["findings"]] == ["think", "speak", "speak"]
    assert [one["provider"] for one in answer["findings"][1:]] == ["flite", "espeak-ng"]
    assert all(one["ok"] and one["firstMs"] >= 0 and one["error"] is None for one in answer["findings"])
    assert (answer["voiceless"], answer["llmEndsOn"]) == ([], None)


async def test_a_vendor_that_cannot_be_reached_is_a_finding_in_its_own_words(data_dir: Path) -> None:
    key = "sk_very-secret-indeed"
    vendors = {"elevenlabs_api_key": key, "elevenlabs_voice_url": "ws://127.0.0.1:9"}
    async with serving(data_dir, **vendors, cartesia_api_key=key) as server:
        reply = await server.client.post(CHECKUP)

    elevenlabs = reply.json()["findings"][-1]
    assert elevenlabs["provider"].startswith("ElevenLabs, ")
    assert (elevenlabs["ok"], elevenlabs["firstMs"]) == (False, None)
    assert "it cannot be reached" in elevenlabs["error"]
    assert reply.json()["voiceless"] == ["Cartesia"]
    assert key not in reply.text


async def test_it_is_not_asked_for_ever(server: Server) -> None:
    server.placement.refuses = True
    for _ in range(MOST_TRIALS):
        assert (await server.client.post(CHECKUP)).status_code == 503

    reply = await server.client.post(CHECKUP)

    assert reply.status_code == 429
    assert int(reply.headers["retry-after"]) > 0
    assert "Too many tests of providers" in reply.json()["message"]
    spoken = await server.client.post(f"/v1/voices/{stock.LUCY}/speak", json={"text": "Hello."})
    assert "Too many texts spoken" in spoken.json()["message"]
    listed = await server.client.post(f"/v1/llms/{stock.DEFAULT_LLM}/models", json={})
    assert "Too many look-ups of models" in listed.json()["message"]
