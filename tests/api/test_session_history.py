"""GET /v1/sessions, one session, its transcript, and DELETE"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from tests.api.conversations import short_talk, start
from tests.api.servers import EPHEMERAL, Server, bearer, serving
from tests.databases import only_sqlite

import visavis
from visavis.contract.events import TurnLatency
from visavis.store.database import Database

SESSION_FIELDS = {
    *("id", "personaId", "clientLabel", "startTime", "endTime", "sessionLengthMs", "exitStatus"),
    *("engineHost", "engineProtocol", "engineVersion", "clientMetadata", "personaConfig", "apiKeyId"),
    *("organizationId", "createdAt", "updatedAt"),
}
SNAPSHOT_FIELDS = {
    *("type", "name", "metadata", "llmConfig", "systemPrompt", "personality", "languageCode"),
    *("skipGreeting", "zeroDataRetention", "ttsProvider", "ttsProviderVoiceId", "ttsProviderModelId"),
    *("ttsProviderOptions", "avatarEngineKey", "avatarVersion", "disableBrains", "fillerPhrases"),
    *("useFillerPhrases", "enableAudioPassthrough", "voiceDetectionOptions", "voiceGenerationOptions"),
    *("maxSessionLengthSeconds", "fps"),
}
STOCK_PERSONA = "5a7c1e20-9d0b-4f6e-8a41-c0ffee000001"
OF_ONE = ["/v1/sessions/{}", "/v1/sessions/{}/transcript", "/v1/sessions/{}/recording"]


async def get(server: Server, path: str, **query: Any) -> dict[str, Any]:
    return await server.answer("GET", path, params=query)


async def ids(server: Server, **query: Any) -> list[str]:
    return [one["id"] for one in (await get(server, "/v1/sessions", **query))["data"]]


# one session


async def test_a_session_has_every_published_field(server: Server) -> None:
    talk = await short_talk(server, client_label="a-label", name="Nora", maxSessionLengthSeconds=90)

    session = await get(server, f"/v1/sessions/{talk.id}")

    assert set(session) >= SESSION_FIELDS | {"toolCalls"}
    assert session["personaId"] is None
    assert session["clientLabel"] == "a-label"
    assert (session["startTime"], session["endTime"]) == (
        "2026-11-20T20:00:00.000Z",
        "2026-11-20T20:01:00.000Z",
    )
    assert session["sessionLengthMs"] == 60_000
    assert (session["exitStatus"], session["exitReason"]) == ("NORMAL_EXIT", "hung up")
    assert session["engineHost"] == "testserver/v1/webrtc/engines/engine-1"
    assert (session["engineProtocol"], session["engineVersion"]) == ("http", visavis.__version__)
    assert session["toolCalls"] == []
    config = session["personaConfig"]
    assert set(config) >= SNAPSHOT_FIELDS
    assert (config["type"], config["name"], config["fps"]) == ("ephemeral", "Nora", 25)
    assert config["systemPrompt"] == EPHEMERAL["systemPrompt"]
    assert config["maxSessionLengthSeconds"] == 90
    assert config["avatarVersion"] == "cara-3"


async def test_a_running_session_has_no_end_and_no_length(server: Server) -> None:
    talk = await start(server, personaId=STOCK_PERSONA)

    session = await get(server, f"/v1/sessions/{talk.id}")

    assert (session["endTime"], session["sessionLengthMs"], session["exitStatus"]) == (None, None, None)
    assert session["startTime"] == session["createdAt"]
    assert session["personaId"] == STOCK_PERSONA
    assert session["personaConfig"]["type"] == "stateful"


async def test_secrets_are_never_shown(data_dir: Path) -> None:
    llm = {"OPENAI_API_KEY": "sk-secret", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1", "OPENAI_MODEL": "tiny"}
    async with serving(data_dir, **llm) as server:
        talk = await start(server)
        reply = await server.client.get(f"/v1/sessions/{talk.id}")

    shown = reply.json()["personaConfig"]["llmConfig"]
    assert (shown["modelName"], shown["secret"]) == ("tiny", "[REDACTED]")
    assert "sk-secret" not in reply.text
    assert "127.0.0.1:9" not in reply.text


@pytest.mark.parametrize("path", OF_ONE)
async def test_sessions_that_are_not_there_or_not_ours_are_404(server: Server, path: str) -> None:
    talk = await short_talk(server)
    theirs = bearer(await server.key_of_another_organization())

    assert (await server.client.get(path.format(talk.id), headers=theirs)).status_code == 404
    assert (await server.client.get(path.format(uuid4()))).status_code == 404
    assert (await server.client.get(path.format("not-an-id"))).status_code == 400
    assert (await server.client.get(path.format(talk.id), headers=bearer("wrong"))).status_code == 401


# the list


async def test_the_list_shows_the_newest_first_and_finds_by_id_and_label(server: Server) -> None:
    first = await start(server, client_label="kiosk-1")
    second = await start(server, client_label="Kiosk-2")
    third = await start(server, personaId=STOCK_PERSONA)

    assert await ids(server) == [third.id, second.id, first.id]
    assert await ids(server, search="kiosk") == [second.id, first.id]
    assert await ids(server, search="k_osk") == []
    assert await ids(server, search=first.id[:13]) == [first.id]
    assert await ids(server, personaId=STOCK_PERSONA) == [third.id]
    page = await get(server, "/v1/sessions", perPage=2, page=2)
    assert [one["id"] for one in page["data"]] == [first.id]
    assert page["meta"] == {
        "total": 3, "lastPage": 2, "currentPage": 2, "perPage": 2, "prev": 1, "next": None
    }  # fmt: skip
    assert set(page["data"][0]) >= SESSION_FIELDS


async def test_those_that_run_can_be_told_from_those_that_ended(server: Server) -> None:
    runs = await start(server, client_label="kiosk")
    over = await short_talk(server, client_label="kiosk")

    assert await ids(server, running="true") == [runs.id]
    assert await ids(server, running="false") == [over.id]
    assert await ids(server, running="true", search="somewhere else") == []
    assert await ids(server) == [over.id, runs.id]


async def test_the_list_says_how_long_answers_took_and_how_many_turns_there_were(server: Server) -> None:
    talk = await start(server)
    await talk.began()
    await talk.said("persona", "Hello.", 0)
    for at_s, gap_s in ((2, 0.6), (6, 0.8), (10, 1.4)):
        latency = TurnLatency(transcript_s=0.2, first_sound_s=gap_s - 0.1, picture_sent_s=gap_s)
        await talk.said("user", "And then?", at_s)
        await talk.said("persona", "Then this.", at_s + 2, latency=latency)
    silent = await start(server)

    listed = {one["id"]: one for one in (await get(server, "/v1/sessions"))["data"]}
    assert (listed[talk.id]["turnCount"], listed[talk.id]["medianGapSeconds"]) == (4, 0.8)
    assert (listed[silent.id]["turnCount"], listed[silent.id]["medianGapSeconds"]) == (0, None)
    assert (await get(server, f"/v1/sessions/{talk.id}"))["turnCount"] == 4

    await talk.ended()
    await server.client.delete(f"/v1/sessions/{talk.id}")
    assert (await get(server, f"/v1/sessions/{talk.id}"))["turnCount"] is None


async def test_the_list_can_be_narrowed_to_a_time(server: Server) -> None:
    talk = await start(server)
    created = datetime.fromisoformat((await get(server, f"/v1/sessions/{talk.id}"))["createdAt"])
    before, after = created - timedelta(seconds=1), created + timedelta(seconds=1)

    assert await ids(server, **{"from": before.isoformat(), "to": after.isoformat()}) == [talk.id]
    assert await ids(server, **{"from": after.isoformat()}) == []
    assert await ids(server, to=before.isoformat()) == []


async def test_the_list_can_be_narrowed_to_one_key(server: Server) -> None:
    talk = await start(server)
    key_id = (await get(server, f"/v1/sessions/{talk.id}"))["apiKeyId"]

    assert await ids(server, apiKeyId=key_id) == [talk.id]
    assert await ids(server, apiKeyId=str(uuid4())) == []


async def test_others_do_not_see_our_sessions(server: Server) -> None:
    await short_talk(server)
    theirs = bearer(await server.key_of_another_organization())

    assert (await server.client.get("/v1/sessions", headers=theirs)).json()["data"] == []


async def test_another_organization_cannot_be_named(server: Server) -> None:
    talk = await start(server)
    own = (await get(server, f"/v1/sessions/{talk.id}"))["organizationId"]

    assert await ids(server, organizationId=own) == [talk.id]
    reply = await server.client.get("/v1/sessions", params={"organizationId": "another"})
    assert (reply.status_code, reply.json()["error"]) == (403, "Forbidden")


@pytest.mark.parametrize("query", ["page=0", "perPage=101", "apiKeyId=x", "personaId=x"])
async def test_a_query_that_cannot_be_is_400_and_named(server: Server, query: str) -> None:
    reply = await server.client.get(f"/v1/sessions?{query}")

    assert reply.status_code == 400
    assert reply.json()["details"][0]["path"] == query.split("=")[0]


# the transcript


async def test_a_transcript_holds_every_line_in_order(server: Server) -> None:
    talk = await start(server, name="Cara")
    await talk.began()
    await talk.said("persona", "Hi! How can I help?", 1, 1.4)
    await talk.said("user", "Can you tell me a joke?", 5, 2.1)
    await talk.said("persona", "A man walks", 8, 0.5, interrupted=True)
    await talk.ended(754)

    assert await get(server, f"/v1/sessions/{talk.id}/transcript") == {
        "sessionId": talk.id,
        "personaName": "Cara",
        "startTime": "2026-11-20T20:00:00.000Z",
        "endTime": "2026-11-20T20:12:34.000Z",
        "durationMs": 754_000,
        "totalMessages": 3,
        "transcriptsEnabled": True,
        "messages": [
            {
                "role": "persona",
                "message": "Hi! How can I help?",
                "timestamp": "2026-11-20T20:00:01.000Z",
                "speakingDurationSeconds": 1.4,
                "wasInterrupted": False,
            },
            {
                "role": "user",
                "message": "Can you tell me a joke?",
                "timestamp": "2026-11-20T20:00:05.000Z",
                "speakingDurationSeconds": 2.1,
            },
            {
                "role": "persona",
                "message": "A man walks",
                "timestamp": "2026-11-20T20:00:08.000Z",
                "speakingDurationSeconds": 0.5,
                "wasInterrupted": True,
            },
        ],
    }


@pytest.mark.parametrize(
    ("wanted", "mime", "line"),
    [
        ("txt", "text/plain", "[00:00:05] User: Can you tell me a joke?"),
        ("vtt", "text/vtt", "00:00:05.000 --> 00:00:07.100"),
        ("srt", "application/x-subrip", "00:00:05,000 --> 00:00:07,100"),
    ],
)
async def test_a_transcript_can_be_had_as_text_and_as_captions(
    server: Server, wanted: str, mime: str, line: str
) -> None:
    talk = await start(server, name="Cara")
    await talk.began()
    await talk.said("user", "Can you tell me a joke?", 5, 2.1)
    await talk.ended()

    reply = await server.client.get(f"/v1/sessions/{talk.id}/transcript", params={"format": wanted})

    assert (reply.status_code, reply.headers["content-type"].partition(";")[0]) == (200, mime)
    assert line in reply.text.splitlines()


async def test_a_transcript_cannot_be_had_in_other_forms(server: Server) -> None:
    talk = await start(server)
    reply = await server.client.get(f"/v1/sessions/{talk.id}/transcript", params={"format": "pdf"})
    assert reply.status_code == 400


async def test_a_session_in_which_nobody_spoke_has_no_transcript(server: Server) -> None:
    talk = await start(server)
    await talk.ended()

    reply = await server.client.get(f"/v1/sessions/{talk.id}/transcript")

    assert reply.status_code == 404
    assert "nothing was said" in reply.json()["message"]


# erasing


async def delete(server: Server, session_id: str, **options: Any) -> httpx.Response:
    return await server.client.delete(f"/v1/sessions/{session_id}", **options)


async def test_deleting_erases_what_was_said_and_keeps_that_it_was(server: Server) -> None:
    talk = await short_talk(server, name="Nora", initialMessage="Welcome, Mr Smith")
    await talk.warned("quotes Mr Smith", 9)

    reply = await delete(server, talk.id)

    assert (reply.status_code, reply.json()) == (200, {"message": "Session data deleted"})
    reply = await server.client.get(f"/v1/sessions/{talk.id}")
    session = reply.json()
    assert session["sessionLengthMs"] == 60_000
    assert session["personaConfig"]["name"] == "Nora"
    assert session["personaConfig"]["systemPrompt"] == "[REDACTED]"
    assert session["erasedAt"]
    assert "Smith" not in reply.text
    reply = await server.client.get(f"/v1/sessions/{talk.id}/transcript")
    assert (reply.status_code, "deleted" in reply.json()["message"]) == (404, True)
    assert (await delete(server, talk.id)).status_code == 200


async def test_a_report_that_comes_late_brings_nothing_back(server: Server) -> None:
    talk = await short_talk(server)
    await delete(server, talk.id)

    await talk.said("user", "One more thing", 59)

    assert (await server.client.get(f"/v1/sessions/{talk.id}/transcript")).status_code == 404


async def test_a_running_session_cannot_be_deleted(server: Server) -> None:
    talk = await start(server)
    await talk.began()

    reply = await delete(server, talk.id)

    assert (reply.status_code, reply.json()["error"]) == (409, "Conflict")


async def test_only_sessions_of_ones_own_can_be_deleted(server: Server) -> None:
    talk = await short_talk(server)
    theirs = bearer(await server.key_of_another_organization())

    assert (await delete(server, talk.id, headers=theirs)).status_code == 404
    assert (await delete(server, str(uuid4()))).status_code == 404
    assert (await delete(server, "not-an-id")).status_code == 400
    assert (await server.client.get(f"/v1/sessions/{talk.id}/transcript")).status_code == 200


# nothing stays


@only_sqlite
async def test_what_was_deleted_is_nowhere_in_the_data_folder(data_dir: Path) -> None:
    async with serving(data_dir) as server:
        talk = await short_talk(server, ["My secret is xylophone", "Mine is marzipan"])
        await delete(server, talk.id)

    assert not _holding(data_dir, "xylophone")
    assert not _holding(data_dir, "marzipan")


async def test_under_zero_data_retention_nothing_that_was_said_is_written(data_dir: Path) -> None:
    said = {"initialMessage": "Welcome to the aquarium", "systemPrompt": "You know about barnacles."}
    async with serving(data_dir) as server:
        talk = await short_talk(
            server, ["My secret is xylophone", "Mine is marzipan"], zeroDataRetention=True, **said
        )
        await talk.warned("the model did not like the word xylophone")
        session = await get(server, f"/v1/sessions/{talk.id}")
        transcript = await server.client.get(f"/v1/sessions/{talk.id}/transcript")
        for word in ("xylophone", "marzipan", "aquarium", "barnacles"):
            assert not _holding(data_dir, word)

    assert session["personaConfig"]["zeroDataRetention"]
    assert session["personaConfig"]["systemPrompt"] == "[REDACTED]"
    assert transcript.status_code == 404
    assert "zero data retention" in transcript.json()["message"]


@only_sqlite
async def test_without_it_the_same_search_finds_what_was_said(data_dir: Path) -> None:
    async with serving(data_dir) as server:
        await short_talk(server, ["My secret is xylophone", "Mine is marzipan"])

    assert _holding(data_dir, "xylophone")


def _holding(folder: Path, word: str) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and word.encode() in path.read_bytes()]


async def test_the_server_keeps_erasing_what_is_too_old(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: asyncio.Queue[tuple[Database, int]] = asyncio.Queue()

    async def keep_purging(database: Database, days: int) -> None:
        await asked.put((database, days))
        await asyncio.Event().wait()

    monkeypatch.setattr("visavis.api.app.keep_purging", keep_purging)
    async with serving(data_dir, retention_days=7) as server:
        assert await asyncio.wait_for(asked.get(), 5) == (server.wing.database, 7)
