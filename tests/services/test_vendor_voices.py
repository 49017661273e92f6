"""Whose voice speaks: a vendor's where the operator has a key, else an embedded one that says so."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from tests.packages import brings
from tests.services.wings import opened_wing, organization_of
from tests.serving import OF_VENDORS

from visavis.contract.spec import TuningSpec
from visavis.contract.tuning import TuningRequest
from visavis.services import stock, voices
from visavis.services.errors import Invalid
from visavis.services.heard_as import heard_as
from visavis.services.tuning import retune
from visavis.services.vendor_access import VendorAccess
from visavis.services.vendor_voices import settle, voice_spec, without_effect
from visavis.services.voices import import_voice
from visavis.services.zero_retention import voice_keeps_nothing
from visavis.settings import Settings
from visavis.store.tables import Voice
from visavis.voice_vendors import voice_vendors

KEYS = {
    "ELEVENLABS": {"ELEVENLABS_API_KEY": "xi"},
    "CARTESIA": {"CARTESIA_API_KEY": "sk"},
    "FISH_AUDIO": {"FISH_API_KEY": "fa"},
    "OPENAI_ADVANCED_VOICE": {"OPENAI_API_KEY": "sk"},
}
ENGINES = {
    "ELEVENLABS": "elevenlabs",
    "CARTESIA": "cartesia",
    "FISH_AUDIO": "fish-audio",
    "OPENAI_ADVANCED_VOICE": "openai",
}


@pytest.fixture(autouse=True)
def _no_keys_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith(OF_VENDORS):
            monkeypatch.delenv(name)


def row(provider: str = "ELEVENLABS", **fields: Any) -> Voice:
    known = {
        "provider_voice_id": "theirs",
        "language": "en",
        "gender": "MALE",
        "country": None,
        "is_zdr": False,
    }
    return Voice(id="v", display_name="Rachel", provider=provider, **(known | fields))


@pytest.mark.parametrize("provider", KEYS)
def test_a_vendor_speaks_for_its_voice_where_there_is_a_key(provider: str) -> None:
    voice = row(provider, provider_model_id="new-model")
    settle(voice, access := VendorAccess(Settings(**KEYS[provider])))

    assert (voice.engine, voice.engine_voice, voice.engine_note) == (ENGINES[provider], "theirs", None)
    assert not voice_keeps_nothing(voice)
    spec = voice_spec(access, voice, "de", {"speed": 1.1}, None)
    (key,) = KEYS[provider].values()
    assert (spec.engine, spec.name, spec.model, spec.key) == (ENGINES[provider], "theirs", "new-model", key)
    assert spec.stand_in is not None
    assert (spec.stand_in.engine, spec.stand_in.language, spec.stand_in.speed) == ("flite", "de", 1.1)
    assert key not in repr(spec)


@pytest.mark.parametrize("provider", KEYS)
def test_without_its_key_an_embedded_voice_stands_in_and_says_so(provider: str) -> None:
    voice = row(provider)
    others = next(keys for other, keys in KEYS.items() if other != provider)
    settle(voice, VendorAccess(Settings(**others)))

    assert (voice.engine, voice.engine_voice) == ("flite", "rms")
    assert "stands in for Rachel" in (voice.engine_note or "")


@pytest.mark.parametrize(
    "fields", [{"provider_voice_id": None}, {"provider_voice_id": None, "audio_key": "k"}]
)
def test_a_voice_that_its_vendor_does_not_know_is_never_sent_there(fields: dict[str, Any]) -> None:
    voice = row(**fields)
    settle(voice, VendorAccess(Settings(**KEYS["ELEVENLABS"])))
    assert voice.engine == "flite"


def test_the_key_of_the_llms_gateway_goes_nowhere_else() -> None:
    vendor = voice_vendors()["openai"]

    gateway = VendorAccess(Settings(OPENAI_API_KEY="sk", OPENAI_BASE_URL="http://gateway/v1")).at(vendor)
    assert gateway is not None
    assert gateway.base_url == "http://gateway/v1"
    assert VendorAccess(Settings(OPENAI_BASE_URL="http://ollama/v1")).at(vendor) is None
    keyless = VendorAccess(Settings(OPENAI_VOICE_BASE_URL="http://kokoro/v1")).at(vendor)
    assert keyless is not None
    assert (keyless.key, keyless.base_url) == (None, "http://kokoro/v1")


@pytest.mark.parametrize(
    ("provider", "model", "options", "ignored"),
    [
        ("ELEVENLABS", None, {"similarityBoost": 0.5, "style": 0.1, "speed": 1.1}, []),
        ("ELEVENLABS", "eleven_v4_turbo", {"stability": 0.5, "style": 0.1, "speed": 1.1}, ["style", "speed"]),
        ("ELEVENLABS", None, {"model": "eleven_v3", "similarityBoost": 0.5}, ["similarityBoost"]),
        ("CARTESIA", None, {"volume": 1.5, "emotion": "sad"}, []),
        ("CARTESIA", "sonic-3.5", {"volume": 1.5, "emotion": "sad"}, ["volume"]),
        ("FISH_AUDIO", None, {"volume": 1.5, "speed": None}, []),
    ],
)
def test_what_a_model_does_not_take_is_told(
    provider: str, model: str | None, options: dict[str, Any], ignored: list[str]
) -> None:
    voice = row(provider, provider_model_id=model)
    settle(voice, VendorAccess(Settings(**KEYS[provider])))
    assert without_effect(voice, options) == ignored

    settle(voice, VendorAccess(Settings()))
    assert "similarityBoost" not in options or "similarityBoost" in without_effect(voice, options)


def test_under_zero_data_retention_the_vendor_is_told_so() -> None:
    voice = row(is_zdr=True)
    settle(voice, access := VendorAccess(Settings(**KEYS["ELEVENLABS"])))

    assert voice_keeps_nothing(voice)
    for keeps_nothing in (True, False):
        spec = voice_spec(access, voice, "en", {}, None, keeps_nothing=keeps_nothing)
        assert spec.keeps_nothing == keeps_nothing


def test_the_personas_speed_reaches_the_vendor_with_the_options() -> None:
    voice = row()
    settle(voice, access := VendorAccess(Settings(**KEYS["ELEVENLABS"])))

    spec = voice_spec(access, voice, "en", {"speed": 1.1, "style": None}, 1.05)
    assert spec.options == {"speed": pytest.approx(1.155)}


def test_an_update_in_mid_session_reaches_the_vendor_and_its_stand_in() -> None:
    voice = row()
    settle(voice, access := VendorAccess(Settings(**KEYS["ELEVENLABS"])))
    spec = voice_spec(access, voice, "en", {"speed": 1.1}, None)
    now = TuningSpec(voice_family="ELEVENLABS", voice_generation_options={"speed": 1.1})
    changes = {"voiceGenerationOptions": {"speed": 0.9, "stability": 0.7}, "languageCode": "fr"}

    tuned = retune(TuningRequest(now=now, voice=spec, changes=changes), access.settings).voice
    assert tuned.options == {"speed": 0.9, "stability": 0.7}
    assert (tuned.language, tuned.key) == ("fr", "xi")
    assert tuned.stand_in is not None
    assert (tuned.stand_in.language, tuned.stand_in.speed) == ("fr", 0.9)


async def test_a_key_that_comes_or_goes_between_two_starts_changes_who_speaks(data_dir: Path) -> None:
    fields = {"display_name": "Rachel", "provider": "ELEVENLABS", "provider_voice_id": "theirs"}
    async with opened_wing(data_dir) as wing:
        own = await import_voice(wing, organization := await organization_of(wing), fields)
        assert own.engine == "flite"
    for keys, engine in ((KEYS["ELEVENLABS"], "elevenlabs"), ({}, "flite")):
        async with opened_wing(data_dir, **keys) as wing, wing.database.transaction() as session:
            for id in (own.id, stock.LUCY):
                voice = await voices.get_voice(session, organization, id)
                assert voice.engine == engine
                assert (voice.engine_note is None) == (engine == "elevenlabs")
            cara = await voices.get_voice(session, organization, stock.CARAS_VOICE)
            assert cara.engine == "flite"


async def test_a_voice_of_a_package_is_spoken_by_it_and_stood_in_for_once_it_is_gone(tmp_path: Path) -> None:
    async with opened_wing(tmp_path, CARTESIA_API_KEY="sk") as wing:
        organization = await organization_of(wing)
        asked = {
            "display_name": "Robot",
            "provider": "CARTESIA",
            "provider_voice_id": "beep",
            "engine": "robot",
            "gender": "MALE",
        }
        access = VendorAccess(wing.settings)
        (packages := tmp_path / "packages").mkdir()
        with brings(packages, "[visavis.voices]\nrobot = visavis_robot.voice:voice\n"):
            voice = await import_voice(wing, organization, asked)
            voice = await voices.update_voice(wing, organization, voice.id, {"country": "US"})
            heard = heard_as(voice)
            spec = voice_spec(access, voice, "en", {"emotion": "sad"}, 2.0)
            assert (heard.engine, heard.note, voice_keeps_nothing(voice)) == ("robot", None, False)
            assert without_effect(voice, {"emotion": "sad"}) == []

        assert (spec.engine, spec.name, spec.options) == ("robot", "beep", {"emotion": "sad", "speed": 2.0})
        assert (spec.api_key, spec.stand_in and spec.stand_in.name) == (None, "rms")
        assert heard_as(voice).note == (
            "Spoken by the embedded voice flite rms: the package that brings robot is not installed here any more."
        )
        assert voice_spec(access, voice, "en", {}, None).engine == "flite"


async def test_an_engine_that_no_package_brings_is_refused(tmp_path: Path) -> None:
    async with opened_wing(tmp_path) as wing:
        organization = await organization_of(wing)
        asked = {"display_name": "R", "provider": "CARTESIA", "provider_voice_id": "beep", "engine": "flite"}
        with pytest.raises(Invalid, match="No package on this server"):
            await import_voice(wing, organization, asked)
