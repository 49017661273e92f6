"""/v1/voices"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.api import published
from tests.api.servers import Server, bearer
from tests.sounds import encoded, wav

from visavis.services import stock
from visavis.services.audio_files import LARGEST_FORM_BYTES, LARGEST_UPLOAD_BYTES, check_audio

PUBLISHED = ["de23e340-1416-4dd8-977d-065a7ca11697", "6bfbe25a-979d-40f3-a92b-5394170af54b"]
EXTENSIONS = {"engine", "engineNote", "language", "clonedBy", "consent"}
EVERYTHING = {"perPage": 100}
IMPORT = {"displayName": "Rachel", "provider": "elevenlabs", "providerVoiceId": "21m00Tcm4TlvDq8ikWAM"}
WISH = {"filename": "me.wav", "contentType": "audio/wav", "fileSize": len(wav())}


async def clone(server: Server, audio: bytes | None = None, **fields: str) -> Any:
    files = {"audioFile": ("me.wav", wav() if audio is None else audio, "audio/wav")}
    return await server.client.post("/v1/voices", data={"name": "Me", **fields}, files=files)


async def cloned(server: Server, **fields: str) -> dict[str, Any]:
    reply = await clone(server, **fields)
    assert reply.status_code == 201, reply.text
    answer: dict[str, Any] = reply.json()
    return answer


async def imported(server: Server, **changes: Any) -> dict[str, Any]:
    return await server.answer("POST", "/v1/voices", json=IMPORT | changes)


async def uploaded(server: Server, audio: bytes | None = None) -> str:
    """The audioKey of an upload that has arrived."""
    audio = wav() if audio is None else audio
    announced = await server.client.post("/v1/voices/presigned-upload", json=WISH | {"fileSize": len(audio)})
    assert announced.status_code == 200, announced.text
    reply = await server.client.put(
        announced.json()["uploadUrl"],
        content=audio,
        headers={"content-type": "audio/wav", "authorization": ""},
    )
    assert reply.status_code == 200, reply.text
    return str(announced.json()["audioKey"])


def blobs(server: Server) -> list[Path]:
    return [path for path in (server.wing.settings.data_dir / "blobs").rglob("*") if path.is_file()]


# ---- stock


async def test_voices_say_what_really_speaks(server: Server) -> None:
    listed = (await server.client.get("/v1/voices", params=EVERYTHING)).json()["data"]

    by_id = {voice["id"]: voice for voice in listed}
    for id in PUBLISHED:
        voice = by_id[id]
        assert set(published.VOICE_FIELDS) | EXTENSIONS == set(voice)
        assert voice["engine"] == "flite"
        assert "stands in" in voice["engineNote"]
        assert (await server.client.get(f"/v1/voices/{id}")).json() == voice
    own = [voice for voice in listed if voice["id"] not in PUBLISHED]
    assert {voice["engine"] for voice in own} == {"flite", "espeak-ng"}
    assert {voice["engineNote"] for voice in own} == {None}
    assert {voice["provider"] for voice in listed} <= {
        "CARTESIA", "ELEVENLABS", "OPENAI_ADVANCED_VOICE", "FISH_AUDIO",
    }  # fmt: skip


async def test_every_stock_voice_can_be_heard_by_anybody(server: Server) -> None:
    listed = (await server.client.get("/v1/voices", params=EVERYTHING)).json()["data"]
    del server.client.headers["authorization"]

    for address in {voice["sampleUrl"] for voice in listed}:
        reply = await server.client.get(address)
        assert reply.headers["content-type"] == "audio/mpeg"
        assert check_audio(reply.content, "sample") == "audio/mpeg"


@pytest.mark.parametrize("name", ["none.mp3", "..%2F..%2Fpy.typed", "%2Fetc%2Fpasswd", "flite_slt.wav"])
async def test_samples_come_from_their_folder_only(server: Server, name: str) -> None:
    assert (await server.client.get(f"/v1/assets/voices/{name}")).status_code == 404


async def test_voices_can_be_searched(server: Server) -> None:
    reply = await server.client.get("/v1/voices", params={"search": "scottish"})

    assert [voice["displayName"] for voice in reply.json()["data"]] == ["Flite AWB"]


async def test_stock_voices_cannot_be_changed(server: Server) -> None:
    where = f"/v1/voices/{stock.FLITE_SLT}"

    for reply in (
        await server.client.put(where, json={"displayName": "Mine"}),
        await server.client.delete(where),
    ):
        assert (reply.status_code, reply.json()["error"]) == (403, "Forbidden")


# ---- cloned


async def test_a_recording_without_a_vendor_is_kept_and_says_who_speaks_in_its_place(server: Server) -> None:
    voice = await cloned(server, description="How I sound", enhance="false")

    unknown = {"gender", "country"}  # left out rather than null
    assert set(published.VOICE_FIELDS) | EXTENSIONS == set(voice) | unknown
    assert not unknown & set(voice)
    assert (voice["displayName"], voice["description"], voice["language"]) == ("Me", "How I sound", "en")
    assert voice["createdByOrganizationId"]
    assert voice["engine"] == "flite"
    assert "the recording was kept but not cloned" in voice["engineNote"]
    assert (await server.client.get(f"/v1/voices/{voice['id']}")).json()["displayName"] == "Me"
    listed = (await server.client.get("/v1/voices")).json()["data"]
    assert listed[0]["id"] == voice["id"]


async def test_the_recording_is_its_sample_at_a_signed_address(server: Server) -> None:
    voice = await cloned(server)
    assert voice["sampleUrl"] == voice["previewSampleUrl"]
    del server.client.headers["authorization"]

    reply = await server.client.get(voice["sampleUrl"])

    assert (reply.status_code, reply.headers["content-type"], reply.content) == (200, "audio/wav", wav())
    assert (await server.client.get(voice["sampleUrl"].split("?")[0])).status_code == 400


async def test_a_large_recording_is_uploaded_first(server: Server) -> None:
    key = await uploaded(server, wav(200.0))  # 6.4 MB

    reply = await server.client.post("/v1/voices", json={"name": "Me", "audioKey": key, "language": "de"})

    assert reply.status_code == 201, reply.text
    assert reply.json()["language"] == "de"
    assert reply.json()["engine"] == "espeak-ng"
    assert len((await server.client.get(reply.json()["sampleUrl"])).content) == len(wav(200.0))


async def test_an_upload_makes_one_voice(server: Server) -> None:
    key = await uploaded(server)
    await server.client.post("/v1/voices", json={"name": "Me", "audioKey": key})

    reply = await server.client.post("/v1/voices", json={"name": "Me again", "audioKey": key})

    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "audioKey")


async def test_an_upload_must_have_arrived_and_be_ones_own(server: Server) -> None:
    theirs = await uploaded(server)
    server.client.headers.update(bearer(await server.key_of_another_organization()))
    announced = await server.client.post("/v1/voices/presigned-upload", json=WISH)

    for key in (announced.json()["audioKey"], theirs, "voices/none", "../visavis.db", ""):
        reply = await server.client.post("/v1/voices", json={"name": "Me", "audioKey": key})
        assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "audioKey")


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"contentType": "video/mp4"}, "contentType"),
        ({"contentType": "audio/"}, "contentType"),
        ({"contentType": "audio/wav\r\nx: y"}, "contentType"),
        ({"fileSize": LARGEST_UPLOAD_BYTES + 1}, "fileSize"),
        ({"fileSize": 0}, "fileSize"),
        ({"filename": ""}, "filename"),
        ({"filename": None}, "filename"),
    ],
)
async def test_an_upload_is_announced_in_full(server: Server, changes: dict[str, Any], path: str) -> None:
    reply = await server.client.post("/v1/voices/presigned-upload", json=WISH | changes)

    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, path)


@pytest.mark.parametrize("audio", [b"not a recording", wav()[:44]])
async def test_what_is_no_recording_is_refused_and_not_kept(server: Server, audio: bytes) -> None:
    sent = await clone(server, audio)
    assert (sent.status_code, sent.json()["details"][0]["path"]) == (400, "audioFile")
    assert blobs(server) == []

    key = await uploaded(server, audio)
    reply = await server.client.post("/v1/voices", json={"name": "Me", "audioKey": key})
    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "audioKey")


async def test_what_a_recording_is_called_does_not_count(server: Server) -> None:
    voice = await clone(server, encoded("mp3", "libmp3lame"))

    assert (await server.client.get(voice.json()["sampleUrl"])).headers["content-type"] == "audio/mpeg"


async def test_a_form_wants_a_name_and_a_recording_that_is_not_too_large(server: Server) -> None:
    files = {"audioFile": ("me.wav", wav(), "audio/wav")}
    nameless = await server.client.post("/v1/voices", files=files)
    silent = await server.client.post("/v1/voices", files={"name": (None, "Me")})
    wrong = await clone(server, enhance="perhaps")
    large = await clone(server, wav() + bytes(LARGEST_FORM_BYTES))

    assert (nameless.status_code, nameless.json()["details"][0]["path"]) == (400, "name")
    assert (silent.status_code, silent.json()["details"][0]["path"]) == (400, "audioFile")
    assert (wrong.status_code, wrong.json()["details"][0]["path"]) == (400, "enhance")
    assert large.status_code == 413


# ---- imported


async def test_a_providers_voice_is_imported_as_the_public_mcp_server_asks(server: Server) -> None:
    voice = await imported(server, gender="MALE", country="gb", description="Deep")

    assert (voice["provider"], voice["providerVoiceId"]) == ("ELEVENLABS", IMPORT["providerVoiceId"])
    assert (voice["gender"], voice["country"], voice["description"]) == ("MALE", "GB", "Deep")
    assert voice["engine"] == "flite"
    assert "stands in for Rachel" in voice["engineNote"]


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"provider": "somebody"}, "provider"),
        ({"displayName": ""}, "displayName"),
        ({"providerVoiceId": ""}, "providerVoiceId"),
        ({"gender": "male"}, "gender"),
        ({"country": "GBR"}, "country"),
    ],
)
async def test_an_import_is_checked(server: Server, changes: dict[str, Any], path: str) -> None:
    reply = await server.client.post("/v1/voices", json=IMPORT | changes)

    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, path)


async def test_json_that_is_neither_is_told_what_a_clone_needs(server: Server) -> None:
    reply = await server.client.post("/v1/voices", json={})

    assert {one["path"] for one in reply.json()["details"]} == {"name", "audioKey"}


# ---- changed and deleted


async def test_the_published_update_changes_what_it_names(server: Server) -> None:
    before = await imported(server)

    reply = await server.client.put(
        f"/v1/voices/{before['id']}", json={"displayName": "My cloned voice", "providerModelId": "sonic-3.5"}
    )

    assert reply.status_code == 200
    after = reply.json()
    assert (after["displayName"], after["providerModelId"]) == ("My cloned voice", "sonic-3.5")
    unchanged = set(before) - {"displayName", "providerModelId", "updatedAt", "engineNote"}
    assert {field: after[field] for field in unchanged} == {field: before[field] for field in unchanged}


async def test_a_stand_in_follows_the_voices_gender(server: Server) -> None:
    voice = await imported(server, gender="FEMALE")
    where = f"/v1/voices/{voice['id']}"
    assert "slt" in voice["engineNote"]

    male = (await server.client.put(where, json={"gender": "MALE", "description": "Deep"})).json()
    cleared = (await server.client.put(where, json={"gender": None, "description": None})).json()

    assert "rms" in male["engineNote"]
    assert ("gender" in cleared, cleared["description"]) == (False, None)


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"displayName": None}, "displayName"),
        ({"displayName": ""}, "displayName"),
        ({"gender": "LOUD"}, "gender"),
        ({"country": "England"}, "country"),
        ({"description": 5}, "description"),
        ({"providerModelId": None}, "providerModelId"),
    ],
)
async def test_an_update_is_checked(server: Server, changes: dict[str, Any], path: str) -> None:
    voice = await imported(server)

    reply = await server.client.put(f"/v1/voices/{voice['id']}", json=changes)

    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, path)


async def test_a_deleted_voice_takes_its_recording_along(server: Server) -> None:
    voice = await cloned(server)
    persona = (await server.client.post("/v1/personas", json={"voiceId": voice["id"]})).json()
    where = f"/v1/voices/{voice['id']}"

    reply = await server.client.delete(where)

    assert (reply.status_code, reply.json()) == (200, {"message": "Voice deleted successfully"})
    assert blobs(server) == []
    assert (await server.client.get(where)).status_code == 404
    assert (await server.client.delete(where)).status_code == 404
    assert (await server.client.get(voice["sampleUrl"])).status_code == 404
    assert (await server.client.get(f"/v1/personas/{persona['id']}")).json()["voice"] is None


async def test_another_organizations_voice_is_404(server: Server) -> None:
    voice = await cloned(server)
    server.client.headers.update(bearer(await server.key_of_another_organization()))
    where = f"/v1/voices/{voice['id']}"

    assert (await server.client.get(where)).status_code == 404
    assert (await server.client.put(where, json={"displayName": "Mine"})).status_code == 404
    assert (await server.client.delete(where)).status_code == 404
    assert (await server.client.post("/v1/personas", json={"voiceId": voice["id"]})).status_code == 400
    listed = (await server.client.get("/v1/voices", params=EVERYTHING)).json()["data"]
    assert voice["id"] not in {one["id"] for one in listed}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_unknown_voices_are_404_and_all_need_a_key(server: Server, method: str) -> None:
    body = {} if method == "PUT" else None
    assert (await server.client.request(method, "/v1/voices/no-such", json=body)).status_code == 404

    del server.client.headers["authorization"]
    assert (await server.client.request(method, "/v1/voices/no-such", json=body)).status_code == 401
    assert (await server.client.get("/v1/voices")).status_code == 401
    assert (await server.client.post("/v1/voices", json=IMPORT)).status_code == 401
    assert (await server.client.post("/v1/voices/presigned-upload", json=WISH)).status_code == 401


# ---- in sessions


@pytest.mark.parametrize(("language", "engine", "name"), [("en", "flite", "slt"), ("fr", "espeak-ng", "fr")])
async def test_a_session_with_a_cloned_voice_is_spoken_by_its_stand_in(
    server: Server, language: str, engine: str, name: str
) -> None:
    voice = await cloned(server, language=language)

    assert (await server.start(body={"personaConfig": {"voiceId": voice["id"]}})).status_code == 200

    spec = server.placement.placed[0].voice
    assert (spec.id, spec.engine, spec.name) == (voice["id"], engine, name)


async def test_an_imported_voice_takes_the_options_of_its_provider(server: Server) -> None:
    voice = await imported(server)

    for options, status in (({"stability": 0.5}, 201), ({"emotion": "calm"}, 400)):
        reply = await server.client.post(
            "/v1/personas", json={"voiceId": voice["id"], "voiceGenerationOptions": options}
        )
        assert reply.status_code == status
