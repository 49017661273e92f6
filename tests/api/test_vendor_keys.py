"""/v1/vendor-keys: an organization's own keys, which are its own alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from sqlalchemy import select
from tests.api.belongings import until_idle
from tests.api.servers import KEY as OURS
from tests.api.servers import Server, bearer, serving
from tests.api.test_voices import clone, cloned, imported
from tests.patience import PATIENCE_S
from tests.providers.tts.vendors.openai_speech import OpenAi
from tests.providers.tts.vendors.studio import KEY as OPERATORS
from tests.providers.tts.vendors.workshop import Mood
from tests.providers.tts.vendors.workshops import ElevenLabsWorkshop
from tests.sounds import wav

from visavis.providers.tts import openai_speech
from visavis.services import stock
from visavis.services.key_vendors import key_vendors
from visavis.services.trial_budget import MOST_TRIALS
from visavis.store.secrets import NotSealedHere, add_sealing_key, forget_old_sealing_keys, open_keyring
from visavis.store.vendor_keys import VendorKey
from visavis.voice_vendors import voice_vendors

pytestmark = pytest.mark.asyncio(loop_scope="module")

OWN = "key-of-the-museum-7f3a"
KEYS = "/v1/vendor-keys"
REALTIME = {"displayName": "Aloud", "llmFormat": "advanced_voice"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def open_workshop() -> AsyncIterator[ElevenLabsWorkshop]:
    async with ElevenLabsWorkshop(accounts=(OPERATORS, OWN)).at_work() as workshop:
        yield workshop


@pytest.fixture(scope="module")
def workshop_at_home(open_workshop: ElevenLabsWorkshop) -> Iterator[ElevenLabsWorkshop]:
    """It is where the vendor's own address leads: one that the operator sets lets everybody in."""
    with pytest.MonkeyPatch.context() as patch:
        at_home = replace(voice_vendors()["elevenlabs"], url=open_workshop.url)
        patch.setitem(voice_vendors(), "elevenlabs", at_home)  # type: ignore[arg-type]
        key_vendors.cache_clear()
        yield open_workshop
    key_vendors.cache_clear()


@pytest.fixture
def workshop(workshop_at_home: ElevenLabsWorkshop) -> ElevenLabsWorkshop:
    workshop_at_home.forget()
    workshop_at_home.voices["theirs"], workshop_at_home.previews["theirs"] = {}, wav()
    return workshop_at_home


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def keyless(
    workshop_at_home: ElevenLabsWorkshop, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Server]:
    """Its operator has no key for anybody."""
    async with serving(tmp_path_factory.mktemp("data"), **beside(workshop_at_home)) as server:
        yield server


@pytest_asyncio.fixture(loop_scope="module")
async def server(keyless: Server, workshop: ElevenLabsWorkshop) -> AsyncIterator[Server]:
    yield keyless
    for state in await listed(keyless):
        if state["isSet"]:
            await remove(keyless, state["vendor"])


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def keyed(
    workshop_at_home: ElevenLabsWorkshop, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Server]:
    """Its operator has a key for ElevenLabs."""
    async with serving(
        tmp_path_factory.mktemp("data"), elevenlabs_api_key=OPERATORS, **beside(workshop_at_home)
    ) as server:
        yield server


def beside(workshop: ElevenLabsWorkshop) -> dict[str, Any]:
    """Settings of a server that may fetch what it shows of voices."""
    hosts = frozenset({urlsplit(workshop.url).netloc})
    return {"lab_open": True, "max_concurrent_sessions": 100, "allowed_hosts": hosts}


async def listed(server: Server, key: str = OURS) -> list[dict[str, Any]]:
    reply = await server.client.get(KEYS, headers=bearer(key))
    assert reply.status_code == 200, reply.text
    return list(reply.json()["data"])


async def put(server: Server, vendor: str = "elevenlabs", key: str = OWN) -> dict[str, Any]:
    return await server.answer("PUT", f"{KEYS}/{vendor}", json={"key": key})


async def remove(server: Server, vendor: str = "elevenlabs") -> dict[str, Any]:
    return await server.answer("DELETE", f"{KEYS}/{vendor}")


async def heard(server: Server, voice_id: str, key: str = OURS, **config: Any) -> tuple[str, str]:
    """Which engine speaks for this voice in a session, and with which key."""
    reply = await server.start(key, {"personaConfig": {"voiceId": voice_id, **config}})
    assert reply.status_code == 200, reply.text
    voice = server.placement.placed[-1].voice
    return voice.engine, voice.key


async def shown(server: Server, voice_id: str, key: str = OURS) -> str:
    return str((await server.client.get(f"/v1/voices/{voice_id}", headers=bearer(key))).json()["engine"])


# ---- kept


async def test_a_key_is_kept_sealed_and_told_by_its_ending(server: Server) -> None:
    answer = await put(server)

    assert (answer["isSet"], answer["ending"], answer["serverHasKey"]) == (True, "7f3a", False)
    assert OWN not in str(await listed(server))
    async with server.wing.database.transaction() as session:
        (row,) = await session.scalars(select(VendorKey))
        assert OWN not in str(vars(row))
        assert server.wing.keyring.unseal(row.sealed_key) == OWN
    removed = await remove(server)
    assert (removed["isSet"], removed["ending"], removed["setAt"]) == (False, None, None)
    again = await server.client.delete(f"{KEYS}/elevenlabs")
    assert again.status_code == 404


async def test_another_one_takes_its_place(server: Server) -> None:
    await put(server)
    assert (await put(server, key="another-key-of-ours-b2c4"))["ending"] == "b2c4"
    assert (await heard(server, stock.LUCY))[1] == "another-key-of-ours-b2c4"


async def test_of_a_short_key_nothing_is_told(server: Server) -> None:
    assert (await put(server, key="shortkey"))["ending"] is None


@pytest.mark.parametrize("key", ["", "short", "two words here", "line\nbreak-in-it", "schlüssel-mit-umlaut"])
async def test_what_no_header_can_hold_is_no_key(server: Server, key: str) -> None:
    reply = await server.client.put(f"{KEYS}/elevenlabs", json={"key": key})
    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "key")


async def test_whoever_could_need_one_is_listed_and_nobody_else_takes_one(server: Server) -> None:
    uses = {state["vendor"]: state["uses"] for state in await listed(server)}
    assert uses == {
        "elevenlabs": ["speak", "clone"],
        "cartesia": ["speak", "clone"],
        "fish-audio": ["speak", "clone"],
        "openai": ["speak", "listen"],
        "deepgram": ["listen"],
    }
    reply = await server.client.put(f"{KEYS}/nobody", json={"key": OWN})
    assert (reply.status_code, "elevenlabs, cartesia" in reply.json()["message"]) == (404, True)


# ---- used


async def test_with_it_the_vendor_speaks_for_voices_of_its_own_and_of_the_server(
    server: Server, workshop: ElevenLabsWorkshop
) -> None:
    voice = await imported(server, providerVoiceId="theirs")
    assert (voice["engine"], workshop.asked) == ("flite", 0)

    await put(server)
    for id in (voice["id"], stock.LUCY):
        assert await heard(server, id) == ("elevenlabs", OWN)
        assert await shown(server, id) == "elevenlabs"
    everything = (await server.client.get("/v1/voices", params={"perPage": 100})).json()["data"]
    assert {one["engine"] for one in everything if one["id"] in (voice["id"], stock.LUCY)} == {"elevenlabs"}
    hers = {"personaConfig": {"voiceId": stock.LUCY, "zeroDataRetention": True}}
    assert (await server.start(OURS, hers)).status_code == 400  # a vendor may keep what it is sent

    await remove(server)
    for id in (voice["id"], stock.LUCY):
        assert await heard(server, id) == ("flite", "")
        assert await shown(server, id) == "flite"


async def test_no_other_organization_uses_it_or_sees_it(server: Server, workshop: ElevenLabsWorkshop) -> None:
    stranger = await server.key_of_another_organization()
    theirs = {"displayName": "R", "provider": "ELEVENLABS", "providerVoiceId": "theirs"}
    made = await server.client.post("/v1/voices", json=theirs, headers=bearer(stranger))
    await put(server)
    await put(server, "deepgram")

    for id in (made.json()["id"], stock.LUCY):
        assert await heard(server, id, stranger) == ("flite", "")
        assert await shown(server, id, stranger) == "flite"
    assert OWN not in server.placement.placed[-1].model_dump_json()
    assert [state["vendor"] for state in await listed(server, stranger) if state["isSet"]] == []
    vendors = await server.client.get("/v1/voice-vendors", headers=bearer(stranger))
    assert [one["provider"] for one in vendors.json()["data"] if one["hasKey"]] == []
    removed = await server.client.delete(f"{KEYS}/elevenlabs", headers=bearer(stranger))
    tested = await server.client.post(f"{KEYS}/elevenlabs/test", json={}, headers=bearer(stranger))
    assert (removed.status_code, tested.status_code) == (404, 404)
    assert await heard(server, stock.LUCY) == ("elevenlabs", OWN)


async def test_one_that_is_taken_away_falls_back_to_the_operators(
    keyed: Server, workshop: ElevenLabsWorkshop
) -> None:
    voice = await imported(keyed, providerVoiceId="theirs")
    assert await heard(keyed, voice["id"]) == ("elevenlabs", OPERATORS)

    assert (await put(keyed))["serverHasKey"] is True
    stranger = await keyed.key_of_another_organization()
    for id in (voice["id"], stock.LUCY):
        assert await heard(keyed, id) == ("elevenlabs", OWN)
    assert await heard(keyed, stock.LUCY, stranger) == ("elevenlabs", OPERATORS)

    await remove(keyed)
    for id in (voice["id"], stock.LUCY):
        assert await heard(keyed, id) == ("elevenlabs", OPERATORS)


async def test_a_clone_is_made_spoken_and_deleted_in_the_account_of_the_own_key(
    server: Server, workshop: ElevenLabsWorkshop
) -> None:
    await put(server)
    voice = await cloned(server)
    assert voice["clonedBy"] == "ElevenLabs"
    assert await heard(server, voice["id"]) == ("elevenlabs", OWN)

    assert (await server.client.delete(f"/v1/voices/{voice['id']}")).status_code == 200
    assert workshop.deleted == [voice["providerVoiceId"]]
    assert set(workshop.asked_with) == {OWN}


async def test_a_clone_stays_with_the_account_that_made_it_while_keys_come_and_go(
    keyed: Server, workshop: ElevenLabsWorkshop
) -> None:
    operators = await cloned(keyed)
    await put(keyed)
    own = await cloned(keyed)
    assert await heard(keyed, operators["id"]) == ("elevenlabs", OPERATORS)
    assert await heard(keyed, own["id"]) == ("elevenlabs", OWN)
    workshop.asked_with.clear()
    assert (await keyed.client.delete(f"/v1/voices/{operators['id']}")).status_code == 200
    assert workshop.asked_with == [OPERATORS]

    await remove(keyed)
    assert await heard(keyed, own["id"]) == ("flite", "")  # the operator's account does not know it
    workshop.asked_with.clear()
    left = (await keyed.client.delete(f"/v1/voices/{own['id']}")).json()["message"]
    assert f"ElevenLabs still has it as {own['providerVoiceId']}" in left
    assert workshop.asked_with == []


async def test_who_has_to_see_to_the_account_is_told(server: Server, workshop: ElevenLabsWorkshop) -> None:
    await put(server)
    workshop.mood = Mood.WRONG_KEY
    assert "ElevenLabs refused your key: Invalid API key" in (await clone(server)).json()["message"]
    workshop.mood = Mood.NO_CREDIT
    assert "(you have to see to your account there)" in (await clone(server)).json()["message"]


async def test_what_a_restart_settles_is_the_same(tmp_path: Path, workshop: ElevenLabsWorkshop) -> None:
    async with serving(tmp_path, **beside(workshop)) as server:
        await put(server)
        own = await imported(server, providerVoiceId="theirs")
        stranger = await server.key_of_another_organization()
        theirs = {"displayName": "R", "provider": "ELEVENLABS", "providerVoiceId": "theirs"}
        other = await server.client.post("/v1/voices", json=theirs, headers=bearer(stranger))
        await until_idle(server)
    add_sealing_key(tmp_path)
    async with serving(tmp_path, **beside(workshop)) as server:
        assert await heard(server, own["id"]) == ("elevenlabs", OWN)
        assert await shown(server, other.json()["id"], stranger) == "flite"
    forget_old_sealing_keys(tmp_path)  # it was sealed anew
    async with serving(tmp_path, **beside(workshop)) as server:
        assert await heard(server, own["id"]) == ("elevenlabs", OWN)


async def test_one_that_cannot_be_unsealed_counts_as_none(
    tmp_path: Path, workshop: ElevenLabsWorkshop
) -> None:
    async with serving(tmp_path, **beside(workshop)) as server:
        await put(server)
        own = await imported(server, providerVoiceId="theirs")
        sealed = server.wing.keyring.seal("x")
        await until_idle(server)
    (tmp_path / "keys" / "sealing.keys").unlink()
    with pytest.raises(NotSealedHere):
        open_keyring(tmp_path).unseal(sealed)
    async with serving(tmp_path, **beside(workshop)) as server:
        assert await heard(server, own["id"]) == ("flite", "")
        assert (await server.client.post(f"{KEYS}/elevenlabs/test", json={})).status_code == 404
        await put(server)
        assert await heard(server, own["id"]) == ("elevenlabs", OWN)


async def test_who_listens_is_asked_with_it_but_for_what_nobody_may_keep(server: Server) -> None:
    assert (await server.client.get("/lab/status")).json()["recogniser"]["name"] == "pocketsphinx"
    await put(server, "deepgram")
    assert (await server.client.get("/lab/status")).json()["recogniser"]["name"] == "deepgram"

    await heard(server, stock.LUCY)
    assert set(server.placement.placed[-1].ear_keys.given()) == {"deepgram"}
    assert server.placement.placed[-1].ear_keys.given()["deepgram"].get_secret_value() == OWN
    await heard(server, stock.LUCY, zeroDataRetention=True)
    assert server.placement.placed[-1].ear_keys.given() == {}


async def test_a_model_that_hears_and_speaks_is_let_in_with_it(server: Server) -> None:
    llm = (await server.client.post("/v1/llms", json=REALTIME)).json()["id"]
    voice = await imported(server, provider="openai_advanced_voice", providerVoiceId="cedar")
    asked = {"personaConfig": {"voiceId": voice["id"], "llmId": llm}}
    assert (await server.start(OURS, asked)).status_code == 400

    await put(server, "openai")
    assert (await server.start(OURS, asked)).status_code == 200
    spec = server.placement.placed[-1]
    assert (spec.llm.key, spec.llm.base_url, spec.voice.key) == (OWN, None, OWN)


# ---- tried


async def test_a_key_is_tried_before_it_is_kept_and_after(
    server: Server, workshop: ElevenLabsWorkshop
) -> None:
    trial = f"{KEYS}/elevenlabs/test"
    assert (await server.client.post(trial, json={})).status_code == 404
    good = (await server.client.post(trial, json={"key": OWN})).json()
    assert (good["works"], good["error"], good["answeredMs"] > 0) == (True, None, True)
    wrong = await server.client.post(trial, json={"key": "a-key-that-nobody-has"})
    assert wrong.json() == {
        "works": False,
        "answeredMs": None,
        "error": "ElevenLabs answered: Invalid API key",
    }
    await put(server)
    assert (await server.client.post(trial, json={})).json()["works"] is True
    workshop.mood = Mood.BROKEN
    assert "502" in (await server.client.post(trial, json={})).json()["error"]


async def test_it_is_not_tried_for_ever(tmp_path: Path, workshop: ElevenLabsWorkshop) -> None:
    trial = f"{KEYS}/elevenlabs/test"
    async with serving(tmp_path, **beside(workshop)) as server:
        for _ in range(MOST_TRIALS):
            assert (await server.client.post(trial, json={"key": OWN})).status_code == 200
        reply = await server.client.post(trial, json={"key": OWN})

    assert (reply.status_code, "tests of vendors' keys" in reply.json()["message"]) == (429, True)


async def test_the_test_of_all_providers_asks_with_it(server: Server, workshop: ElevenLabsWorkshop) -> None:
    assert "ElevenLabs" not in (await server.client.post("/v1/server/checkup")).text

    await put(server)
    findings = (await server.client.post("/v1/server/checkup")).json()["findings"]
    (asked,) = [one for one in findings if one["provider"].startswith("ElevenLabs")]
    assert (asked["stage"], asked["ok"]) == ("speak", False)  # cloning is all that this vendor does
    assert OWN not in str(findings)


async def test_a_key_lets_imported_voices_be_heard_in_the_gallery(tmp_path: Path) -> None:
    async with OpenAi().at_work() as vendor, serving(tmp_path, OPENAI_VOICE_BASE_URL=vendor.url) as server:
        await put(server, "openai", OPERATORS)
        voice = await imported(server, provider="openai_advanced_voice", providerVoiceId="alloy")
        async with asyncio.timeout(PATIENCE_S):
            while (shown := await one_voice(server, voice["id"]))["sampleUrl"] is None:
                await asyncio.sleep(0.02)

        sample = await server.client.get(shown["sampleUrl"], headers={"authorization": ""})
        assert (sample.status_code, sample.headers["content-type"]) == (200, "audio/wav")
        assert len(vendor.received) == 1
    openai_speech._client.cache_clear()


async def one_voice(server: Server, voice_id: str) -> dict[str, Any]:
    answer: dict[str, Any] = (await server.client.get(f"/v1/voices/{voice_id}")).json()
    return answer
