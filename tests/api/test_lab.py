"""/lab: sessions without a key, for pages of this server only."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.api.servers import KEY, NOWHERE, serving

from visavis.contract.events import TurnFinished, TurnLatency
from visavis.contract.internal import EventBatch
from visavis.services.session_events import apply

LOCAL = "http://127.0.0.1:8000"
CARA = "5a7c1e20-9d0b-4f6e-8a41-c0ffee000001"


async def ask_for_token(
    client: httpx.AsyncClient, origin: str | None = LOCAL, **headers: str
) -> httpx.Response:
    sent = headers | ({"origin": origin} if origin else {})
    return await client.post("/lab/session-token", json={"personaId": CARA}, headers=sent)


async def test_the_talk_page_starts_a_session_without_a_key(data_dir: Path) -> None:
    async with serving(data_dir, base_url=LOCAL) as server:
        del server.client.headers["authorization"]

        reply = await ask_for_token(server.client)

        assert reply.status_code == 200
        started = await server.start(reply.json()["sessionToken"])
        assert started.status_code == 200
        assert server.placement.placed[0].persona.name == "Cara"


async def test_the_page_is_told_who_is_there_and_what_is_behind_them(data_dir: Path) -> None:
    async with serving(data_dir, base_url=LOCAL) as server:
        await server.client.post("/v1/personas", json={"name": "Mine", "description": ""})
        await server.start()
        status = (await server.client.get("/lab/status")).json()

    assert status["recogniser"] == {"name": "pocketsphinx", "weak": True}
    assert status["seats"] == {"taken": 1, "total": 8}
    cara = next(persona for persona in status["personas"] if persona["id"] == CARA)
    assert cara["picture"] == {
        "square": "/v1/assets/avatars/ana-office_square.webp",
        "landscape": "/v1/assets/avatars/ana-office_landscape.webp",
        "portrait": "/v1/assets/avatars/ana-office_portrait.webp",
    }
    assert cara["voice"]["engine"] == "flite"
    assert cara["voice"]["standIn"]
    assert cara["llm"] == {"name": "Offline answerer", "demo": True}
    assert [persona["name"] for persona in status["personas"]] == ["Mine", "Cara", "Kenji"]


async def test_the_page_is_told_of_a_vendor_that_listens(data_dir: Path) -> None:
    async with serving(data_dir, base_url=LOCAL, DEEPGRAM_API_KEY="dg") as server:
        status = (await server.client.get("/lab/status")).json()

    assert status["recogniser"] == {"name": "deepgram", "weak": False}


async def test_a_real_llm_is_no_demo(data_dir: Path) -> None:
    llm = {"OPENAI_BASE_URL": f"{NOWHERE}/v1", "OPENAI_MODEL": "tiny"}
    async with serving(data_dir, base_url=LOCAL, **llm) as server:
        status = (await server.client.get("/lab/status")).json()

    assert status["personas"][0]["llm"] == {"name": "tiny at 127.0.0.1:9", "demo": False}


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1:9000", "null", None])
async def test_pages_of_other_origins_are_refused(data_dir: Path, origin: str | None) -> None:
    async with serving(data_dir, base_url=LOCAL) as server:
        reply = await ask_for_token(server.client, origin)

        assert reply.status_code == 403
        assert reply.json()["error"] == "Forbidden"
        assert "access-control-allow-origin" not in reply.headers
        preflight = await server.client.options(
            "/lab/session-token", headers={"origin": "https://evil.example"}
        )
        assert "access-control-allow-origin" not in preflight.headers
        seen = await server.client.get("/lab/status", headers={"sec-fetch-site": "cross-site"})
        assert seen.status_code == 403


async def test_a_foreign_name_that_points_at_this_machine_is_refused(data_dir: Path) -> None:
    async with serving(data_dir, base_url="http://evil.example:8000") as server:
        assert (await ask_for_token(server.client, "http://evil.example:8000")).status_code == 403
        assert (await server.client.get("/lab/status")).status_code == 403


@pytest.mark.parametrize(
    "settings", [{"host": "0.0.0.0"}, {"lab_open": False}, {"public_url": "https://personas.example.com"}]
)
async def test_the_lab_is_closed_where_the_world_could_reach_it(
    data_dir: Path, settings: dict[str, Any]
) -> None:
    async with serving(data_dir, base_url=LOCAL, **settings) as server:
        assert (await ask_for_token(server.client)).status_code == 403
        reply = await server.client.get("/lab/status")
        assert reply.status_code == 403
        assert "VISAVIS_LAB_OPEN" in reply.json()["message"]


async def test_its_owner_may_open_the_lab(data_dir: Path) -> None:
    async with serving(data_dir, base_url="http://box.lan:8000", host="0.0.0.0", lab_open=True) as server:
        assert (await ask_for_token(server.client, "http://box.lan:8000")).status_code == 200
        assert (await ask_for_token(server.client, "https://evil.example")).status_code == 403


async def test_an_unknown_persona_is_named(data_dir: Path) -> None:
    async with serving(data_dir, base_url=LOCAL) as server:
        reply = await server.client.post(
            "/lab/session-token", json={"personaId": "no-such"}, headers={"origin": LOCAL}
        )

        assert reply.status_code == 400
        assert "no-such" in reply.json()["message"]


async def test_the_page_talks_to_what_is_not_published_if_it_says_so(data_dir: Path) -> None:
    async with serving(data_dir, base_url=LOCAL) as server:
        persona = await server.client.post("/v1/personas", json={"name": "Nora"})
        id = persona.json()["id"]
        await server.client.put(f"/v1/personas/{id}/draft", json={"name": "Nora II"})

        for wish, name in (({"draft": True}, "Nora II"), ({}, "Nora")):
            reply = await server.client.post(
                "/lab/session-token", json={"personaId": id} | wish, headers={"origin": LOCAL}
            )
            assert (await server.start(reply.json()["sessionToken"])).status_code == 200
            assert server.placement.placed[-1].persona.name == name


async def test_a_key_opens_nothing_here(data_dir: Path) -> None:
    async with serving(data_dir, base_url=LOCAL, lab_open=False) as server:
        reply = await ask_for_token(server.client, authorization=f"Bearer {KEY}")

        assert reply.status_code == 403


async def test_the_page_is_told_how_long_answers_took(data_dir: Path) -> None:
    async with serving(data_dir, base_url=LOCAL) as server:
        token = (await ask_for_token(server.client)).json()["sessionToken"]
        session_id = (await server.start(token)).json()["sessionId"]
        asked = {
            "session_id": session_id,
            "at": datetime.now(UTC),
            "started_at": datetime.now(UTC),
            "seconds": 1.0,
        }
        latency = TurnLatency(endpoint_s=0.6, transcript_s=0.62, first_token_s=0.4, first_sound_s=0.65)
        question = TurnFinished(**asked, number=1, role="user", text="When?")
        answer = TurnFinished(**asked, number=2, role="persona", text="At nine.", latency=latency)
        await apply(server.wing.database, EventBatch(events=(question, answer)))

        reply = await server.client.get(f"/lab/sessions/{session_id}/gaps")
        unknown = await server.client.get("/lab/sessions/nobody/gaps")

    assert reply.json() == {
        "gaps": [{"text": "At nine.", "transcriptS": 0.62, "firstTokenS": 0.4, "firstSoundS": 0.65}]
    }
    assert unknown.json() == {"gaps": []}
