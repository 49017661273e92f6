"""POST /v1/voices from a recording where this server has a key for a vendor that clones, and what follows."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from tests.api.servers import Server, bearer, serving
from tests.api.test_voices import blobs, clone, cloned, uploaded
from tests.providers.tts.vendors.studio import KEY, RETRY_AFTER_S
from tests.providers.tts.vendors.workshop import Mood, Workshop
from tests.providers.tts.vendors.workshops import (
    WORKSHOPS,
    CartesiaWorkshop,
    ElevenLabsWorkshop,
    FishAudioWorkshop,
)
from tests.sounds import wav

from visavis.services import blob_keeping
from visavis.services.errors import Conflict
from visavis.store.base import now

pytestmark = pytest.mark.asyncio(loop_scope="module")

WORDS = "This is my voice, or I have this person’s permission to clone it"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def open_workshops() -> AsyncIterator[dict[str, Workshop]]:
    async with (
        ElevenLabsWorkshop().at_work() as one,
        CartesiaWorkshop().at_work() as two,
        FishAudioWorkshop().at_work() as three,
    ):
        yield {workshop.provider: workshop for workshop in (one, two, three)}


@pytest.fixture
def workshops(open_workshops: dict[str, Workshop]) -> dict[str, Workshop]:
    for workshop in open_workshops.values():
        workshop.forget()
    return open_workshops


@asynccontextmanager
async def keyed(data_dir: Path, *workshops: Workshop) -> AsyncIterator[Server]:
    """A server with keys for these alone."""
    variables = {name: value for one in workshops for name, value in one.environment().items()}
    async with serving(data_dir, **variables) as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server(
    open_workshops: dict[str, Workshop], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Server]:
    """One for all, with keys for all vendors."""
    async with keyed(tmp_path_factory.mktemp("data"), *open_workshops.values()) as running:
        yield running


async def kept(server: Server) -> tuple[int, set[Path]]:
    """How many voices it has, and the files that it keeps."""
    listed = (await server.client.get("/v1/voices")).json()
    return listed["meta"]["total"], set(blobs(server))


# ---- made


@pytest.mark.parametrize("provider", [one.provider for one in WORKSHOPS])
async def test_a_recording_becomes_a_voice_of_the_vendor_that_speaks_in_sessions(
    server: Server, workshops: dict[str, Workshop], provider: str
) -> None:
    voice = await cloned(server, provider=provider.lower(), language="de", description="How I sound")

    (id_there,) = workshops[provider].voices
    assert (voice["provider"], voice["providerVoiceId"]) == (provider, id_there)
    assert (voice["engineNote"], voice["isZdr"], voice["consent"]) == (None, False, None)
    assert voice["clonedBy"] in ("ElevenLabs", "Cartesia", "Fish Audio")
    assert [one.asked for one in workshops.values()].count(1) == 1
    listened = await server.client.get(voice["sampleUrl"], headers={"authorization": ""})
    assert listened.content == wav()

    assert (await server.start(body={"personaConfig": {"voiceId": voice["id"]}})).status_code == 200
    spec = server.placement.placed[-1].voice
    assert (spec.engine, spec.name, spec.key) == (voice["engine"], id_there, KEY)
    assert spec.stand_in is not None


async def test_the_first_vendor_with_a_key_clones_where_none_is_named(
    tmp_path: Path, workshops: dict[str, Workshop]
) -> None:
    async with keyed(tmp_path, workshops["CARTESIA"], workshops["FISH_AUDIO"]) as server:
        assert (await cloned(server))["provider"] == "CARTESIA"


async def test_an_uploaded_recording_is_cloned_once(server: Server, workshops: dict[str, Workshop]) -> None:
    key = await uploaded(server)
    asked = {"name": "Me", "audioKey": key, "enhance": False}
    assert (await server.client.post("/v1/voices", json=asked)).status_code == 201
    again = await server.client.post("/v1/voices", json=asked)

    assert (again.status_code, again.json()["details"][0]["path"]) == (400, "audioKey")
    (made,) = workshops["ELEVENLABS"].voices.values()
    assert made["remove_background_noise"] == "false"


async def test_consent_is_kept_with_who_gave_it_and_when(server: Server) -> None:
    asked_at = now().replace(microsecond=0)
    voice = await cloned(server, consent=f"  {WORDS} ")

    assert voice["consent"]["words"] == WORDS
    assert asked_at <= datetime.fromisoformat(voice["consent"]["givenAt"]) <= now()
    (key,) = (await server.client.get("/v1/api-keys")).json()["data"]
    assert voice["consent"]["apiKeyId"] == key["id"]
    read = (await server.client.get(f"/v1/voices/{voice['id']}")).json()
    assert read["consent"] == voice["consent"]
    renamed = await server.client.put(f"/v1/voices/{voice['id']}", json={"displayName": "Mine"})
    assert renamed.json()["consent"] == voice["consent"]


async def test_consent_without_words_is_none(server: Server, workshops: dict[str, Workshop]) -> None:
    reply = await clone(server, consent="  ")

    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "consent")
    assert workshops["ELEVENLABS"].asked == 0


async def test_a_vendor_that_clones_nothing_cannot_be_named(server: Server) -> None:
    reply = await clone(server, provider="OPENAI_ADVANCED_VOICE")

    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "provider")
    assert "ELEVENLABS, CARTESIA, FISH_AUDIO" in reply.json()["message"]


async def test_without_a_key_of_that_vendor_the_recording_is_kept_and_says_so(
    tmp_path: Path, workshops: dict[str, Workshop]
) -> None:
    async with keyed(tmp_path, workshops["ELEVENLABS"]) as server:
        voice = await cloned(server, provider="CARTESIA", consent=WORDS)

        assert (voice["provider"], voice["providerVoiceId"], voice["engine"]) == ("CARTESIA", None, "flite")
        assert "there was no key for a vendor that clones" in voice["engineNote"]
        assert voice["consent"]["words"] == WORDS
        assert (await server.client.get(voice["sampleUrl"])).content == wav()
        assert workshops["ELEVENLABS"].asked == 0


async def test_under_zero_data_retention_it_speaks_only_when_somebody_vouches_for_the_vendor(
    server: Server,
) -> None:
    voice = await cloned(server)
    asked = {"personaConfig": {"voiceId": voice["id"], "zeroDataRetention": True}}
    refused = await server.start(body=asked)
    assert (refused.status_code, refused.json()["details"][0]["path"]) == (
        400,
        "personaConfig.zeroDataRetention",
    )

    vouched = await server.client.put(f"/v1/voices/{voice['id']}", json={"isZdr": True})
    assert vouched.json()["isZdr"] is True
    assert (await server.start(body=asked)).status_code == 200
    assert server.placement.placed[-1].voice.keeps_nothing


async def test_who_could_clone_is_told_and_whether_there_is_a_key(
    tmp_path: Path, workshops: dict[str, Workshop]
) -> None:
    async with keyed(tmp_path, workshops["CARTESIA"]) as server:
        told = (await server.client.get("/v1/voice-vendors")).json()["data"]
    by_provider = {one["provider"]: one for one in told}
    assert [one["provider"] for one in told if one["clones"]] == [one.provider for one in WORKSHOPS]
    assert [one["provider"] for one in told if one["hasKey"]] == ["CARTESIA"]
    assert [one["provider"] for one in told if one["cleans"]] == ["ELEVENLABS", "FISH_AUDIO"]
    assert by_provider["OPENAI_ADVANCED_VOICE"]["name"] == "OpenAI"


# ---- refused


@pytest.mark.parametrize(
    ("mood", "status", "error"),
    [
        (Mood.WRONG_KEY, 503, "Not configured"),
        (Mood.NO_CREDIT, 403, "Forbidden"),
        (Mood.NOT_IN_THE_PLAN, 403, "Forbidden"),
        (Mood.BUSY, 429, "Too many requests"),
        (Mood.TOO_SHORT, 400, "Validation error"),
        (Mood.BROKEN, 502, "Vendor failed"),
        (Mood.GARBAGE, 502, "Vendor failed"),
    ],
)
async def test_what_the_vendor_refuses_is_answered_and_leaves_nothing(
    server: Server, workshops: dict[str, Workshop], mood: Mood, status: int, error: str
) -> None:
    before = await kept(server)
    workshops["ELEVENLABS"].mood = mood
    reply = await clone(server)

    assert (reply.status_code, reply.json()["error"]) == (status, error)
    assert "ElevenLabs" in reply.json()["message"]
    assert KEY not in reply.text
    assert (reply.headers.get("retry-after") == str(RETRY_AFTER_S)) == (mood is Mood.BUSY)
    assert await kept(server) == before


async def test_an_upload_can_be_tried_again_after_a_refusal(
    server: Server, workshops: dict[str, Workshop]
) -> None:
    key = await uploaded(server)
    workshops["ELEVENLABS"].mood = Mood.TOO_SHORT
    refused = await server.client.post("/v1/voices", json={"name": "Me", "audioKey": key})
    assert (refused.status_code, refused.json()["details"][0]["path"]) == (400, "audioKey")

    workshops["ELEVENLABS"].mood = Mood.GOOD
    reply = await server.client.post("/v1/voices", json={"name": "Me", "audioKey": key})
    assert (reply.status_code, reply.json()["engine"]) == (201, "elevenlabs")


async def test_what_cannot_be_kept_here_is_deleted_there(
    server: Server, workshops: dict[str, Workshop], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await kept(server)

    async def fails(*_: Any) -> None:
        raise Conflict("The upload took too long")

    monkeypatch.setattr(blob_keeping, "keep", fails)
    assert (await clone(server)).status_code == 409

    assert workshops["ELEVENLABS"].voices == {}
    assert len(workshops["ELEVENLABS"].deleted) == 1
    assert (await kept(server))[0] == before[0]


# ---- deleted


async def deleted(server: Server, voice: dict[str, Any]) -> httpx.Response:
    return await server.client.delete(f"/v1/voices/{voice['id']}")


@pytest.mark.parametrize("provider", [one.provider for one in WORKSHOPS])
async def test_a_deleted_voice_is_deleted_at_the_vendor_too(
    server: Server, workshops: dict[str, Workshop], provider: str
) -> None:
    before = await kept(server)
    voice = await cloned(server, provider=provider)
    reply = await deleted(server, voice)

    assert (reply.status_code, reply.json()) == (200, {"message": "Voice deleted successfully"})
    assert workshops[provider].deleted == [voice["providerVoiceId"]]
    assert await kept(server) == before


async def test_one_that_somebody_deleted_there_can_be_deleted_here(
    server: Server, workshops: dict[str, Workshop]
) -> None:
    voice = await cloned(server)
    workshops["ELEVENLABS"].voices.clear()

    assert (await deleted(server, voice)).status_code == 200


@pytest.mark.parametrize(("mood", "status"), [(Mood.WRONG_KEY, 503), (Mood.BUSY, 429), (Mood.BROKEN, 502)])
async def test_while_the_vendor_keeps_it_so_do_we(
    server: Server, workshops: dict[str, Workshop], mood: Mood, status: int
) -> None:
    voice = await cloned(server)
    workshops["ELEVENLABS"].mood = mood
    assert (await deleted(server, voice)).status_code == status

    assert (await server.client.get(f"/v1/voices/{voice['id']}")).status_code == 200
    assert (await server.client.get(voice["sampleUrl"])).status_code == 200
    workshops["ELEVENLABS"].mood = Mood.GOOD
    assert (await deleted(server, voice)).status_code == 200
    assert workshops["ELEVENLABS"].voices == {}


async def test_without_a_key_it_is_deleted_here_and_the_answer_names_what_stays_there(
    tmp_path: Path, workshops: dict[str, Workshop]
) -> None:
    async with keyed(tmp_path, workshops["ELEVENLABS"]) as server:
        voice = await cloned(server)
    async with keyed(tmp_path) as server:
        now = (await server.client.get(f"/v1/voices/{voice['id']}")).json()
        assert (now["engine"], now["providerVoiceId"]) == ("flite", voice["providerVoiceId"])
        assert "this server has no key for ELEVENLABS" in now["engineNote"]
        reply = await deleted(server, voice)
    assert reply.status_code == 200
    assert f"ElevenLabs still has it as {voice['providerVoiceId']}" in reply.json()["message"]


async def test_an_imported_voice_stays_at_the_vendor(server: Server, workshops: dict[str, Workshop]) -> None:
    workshops["ELEVENLABS"].voices["theirs"] = {}
    there = {"displayName": "Rachel", "provider": "ELEVENLABS", "providerVoiceId": "theirs"}
    voice = (await server.client.post("/v1/voices", json=there)).json()

    assert (voice["engine"], voice["clonedBy"]) == ("elevenlabs", None)
    assert (await deleted(server, voice)).status_code == 200
    assert workshops["ELEVENLABS"].voices == {"theirs": {}}


@pytest.mark.parametrize("provider", [one.provider for one in WORKSHOPS])
async def test_what_the_vendor_does_not_have_cannot_be_imported(
    server: Server, workshops: dict[str, Workshop], provider: str
) -> None:
    there = {"displayName": "Nobody", "provider": provider, "providerVoiceId": "no such voice"}
    reply = await server.client.post("/v1/voices", json=there)

    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "providerVoiceId")
    assert "has no voice of this id" in reply.json()["message"]

    workshops[provider].mood = Mood.BROKEN  # then nobody knows, and it may be imported
    assert (await server.client.post("/v1/voices", json=there)).status_code == 201


async def test_nobody_imports_what_another_organization_cloned(server: Server) -> None:
    voice = await cloned(server)
    there = {
        "displayName": "Hers",
        "provider": voice["provider"],
        "providerVoiceId": voice["providerVoiceId"],
    }
    own = await server.client.post("/v1/voices", json=there)
    theirs = await server.client.post(
        "/v1/voices", json=there, headers=bearer(await server.key_of_another_organization())
    )

    assert own.status_code == 201
    assert (theirs.status_code, theirs.json()["details"][0]["path"]) == (400, "providerVoiceId")
