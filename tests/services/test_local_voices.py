"""Who speaks where a pack is the default of this server."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import select
from tests.packs.shelves import CONTENT, SMALL

from visavis.contract.spec import TuningSpec, VoiceSpec
from visavis.contract.tuning import TuningRequest
from visavis.packs import shelf as shelf_module
from visavis.packs.bringing import Folder
from visavis.packs.shelf import Shelf
from visavis.services import stock
from visavis.services.bootstrap import open_store
from visavis.services.local_voices import LOCAL
from visavis.services.seeding import seed_stock
from visavis.services.tuning import retune
from visavis.services.vendor_access import VendorAccess
from visavis.services.vendor_voices import settle_all, voice_spec
from visavis.services.zero_retention import voice_keeps_nothing
from visavis.settings import Settings
from visavis.store.tables import Organization, Voice


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture
def shelf(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """With the pack "fine" as the default: Anna of America and Ben of Britain."""
    packs = SMALL.read("http://127.0.0.1:9", tmp_path)
    monkeypatch.setattr(shelf_module, "packs", lambda: packs)
    stick = tmp_path / "stick"
    stick.mkdir()
    for path, content in CONTENT.items():
        (stick / Path(path).name).write_bytes(content)
    shelf = Shelf(settings.packs_dir)
    for pack in packs.values():
        shelf.put(pack, Folder(stick))
    shelf.make_default(packs["fine"])
    return shelf


def voice(language: str = "en", gender: str = "FEMALE", country: str = "US") -> Voice:
    return Voice(
        id="v",
        display_name="V",
        provider="FISH_AUDIO",
        language=language,
        gender=gender,
        country=country,
        engine="kokoro",
        engine_voice="anna",
    )


async def test_at_start_the_default_pack_takes_over_what_the_embedded_engines_spoke(
    settings: Settings, shelf: Shelf
) -> None:
    database = await open_store(settings)
    try:
        async with database.transaction() as session:
            session.add(Organization(id="o", name="O"))
            await seed_stock(session, settings)
            own = Voice(
                id="own", organization_id="o", display_name="Own", provider="CARTESIA", provider_voice_id="x",
                language="en", gender="MALE", country="GB", engine="flite", engine_voice="awb",
            )  # fmt: skip
            session.add(own)
            await session.flush()
            await settle_all(session, VendorAccess(settings), {})

            async def engine_of(id: str) -> tuple[str, str]:
                found = (await session.scalars(select(Voice).where(Voice.id == id))).one()
                return found.engine, found.engine_voice

            assert await engine_of(stock.LUCY) == ("kokoro", "anna")
            assert await engine_of(stock.FLITE_AWB) == ("kokoro", "ben")
            assert await engine_of("own") == ("kokoro", "ben")
            assert own.engine_note is not None
            assert "local neural voice (kokoro)" in own.engine_note
            german = next(one.id for one in stock.VOICES if one.language == "de")
            assert (await engine_of(german))[0] == "espeak-ng"

            shelf.make_default(None)
            await seed_stock(session, settings)
            await settle_all(session, VendorAccess(settings), {})
            assert await engine_of(stock.LUCY) == ("flite", "slt")
            assert await engine_of("own") == ("flite", "awb")
            assert "this server has no key" in own.engine_note
    finally:
        await database.close()


def test_the_embedded_voice_stands_by_for_a_local_one(settings: Settings, shelf: Shelf) -> None:
    spec = voice_spec(VendorAccess(settings), voice(gender="MALE", country="GB"), "en", {"volume": 1.5}, 1.2)
    assert (spec.engine, spec.name, spec.speed, spec.volume) == ("kokoro", "ben", 1.2, 1.5)
    assert spec.model == str(settings.packs_dir / "parts" / "big")
    assert spec.stand_in is not None
    assert (spec.stand_in.engine, spec.stand_in.name, spec.stand_in.speed) == ("flite", "awb", 1.2)


def test_a_local_voice_stands_by_for_a_vendors_and_the_embedded_one_for_both(
    settings: Settings, shelf: Shelf
) -> None:
    theirs = voice(gender="MALE", country="GB")
    theirs.engine, theirs.engine_voice = "fish-audio", "theirs"
    with_key = settings.model_copy(update={"fish_api_key": SecretStr("fish")})

    assert spoken_by(voice_spec(VendorAccess(with_key), theirs, "en", {}, 1.2)) == [
        ("fish-audio", "theirs", "en", ""),
        ("kokoro", "ben", "en", "big"),
        ("flite", "awb", "en", ""),
    ]

    german = voice_spec(VendorAccess(with_key), theirs, "de", {}, None)
    assert german.stand_in is not None
    assert german.stand_in.engine == "flite", "the pack does not know it"


def spoken_by(spec: VoiceSpec | None) -> list[tuple[str, str, str, str]]:
    """Who it is, and who stands in for whom."""
    chain = []
    while spec is not None:
        chain.append((spec.engine, spec.name, spec.language, Path(spec.model).name))
        spec = spec.stand_in
    return chain


def test_a_language_that_changes_in_mid_session_changes_who_of_this_machine_stands_in_for_a_vendor(
    settings: Settings, shelf: Shelf
) -> None:
    theirs = voice(gender="MALE", country="GB")
    theirs.engine, theirs.engine_voice = "fish-audio", "theirs"
    with_key = settings.model_copy(update={"fish_api_key": SecretStr("fish")})
    began = voice_spec(VendorAccess(with_key), theirs, "en", {}, 1.2)

    german = in_another_language(settings, began, "de")
    assert spoken_by(german) == [("fish-audio", "theirs", "de", ""), ("flite", "awb", "de", "")]
    assert (german.key, german.stand_in and german.stand_in.speed) == ("fish", 1.2)
    british = in_another_language(settings, began, "en-GB")
    assert spoken_by(british) == spoken_by(began)

    began_in_german = voice_spec(VendorAccess(with_key), theirs, "de", {}, None)
    english = in_another_language(settings, began_in_german, "en")
    assert spoken_by(english) == spoken_by(began)


def test_a_voice_of_the_pack_gives_way_to_an_embedded_one_in_a_language_that_it_does_not_know(
    settings: Settings, shelf: Shelf
) -> None:
    began = voice_spec(VendorAccess(settings), voice(), "en", {}, None)
    assert spoken_by(began) == [("kokoro", "anna", "en", "big"), ("flite", "slt", "en", "")]
    assert spoken_by(in_another_language(settings, began, "de")) == [("espeak-ng", "de+f3", "de", "")]


def test_a_voice_that_changes_in_manner_alone_stays_who_it_is(settings: Settings, shelf: Shelf) -> None:
    began = voice_spec(VendorAccess(settings), voice(), "en", {}, None)
    shelf.make_default(None)
    assert spoken_by(in_another_language(settings, began, "en")) == spoken_by(began)


def in_another_language(settings: Settings, began: VoiceSpec, language: str) -> VoiceSpec:
    now = TuningSpec(language_code=began.language, voice_family="FISH_AUDIO", voice_speed=1.2)
    request = TuningRequest(now=now, voice=began, changes={"languageCode": language})
    return retune(request, settings).voice


def test_a_session_in_a_language_that_the_pack_does_not_know_is_spoken_by_the_embedded_voice(
    settings: Settings, shelf: Shelf
) -> None:
    spec = voice_spec(VendorAccess(settings), voice(), "de", {}, None)
    assert (spec.engine, spec.name, spec.stand_in) == ("espeak-ng", "de+f3", None)


def test_the_pack_of_today_speaks_even_where_another_was_the_default_at_start(
    settings: Settings, shelf: Shelf
) -> None:
    shelf.make_default(shelf.catalogue["plain"])
    assert voice_spec(VendorAccess(settings), voice(), "en", {}, None).engine == "piper"
    shelf.remove(shelf.catalogue["plain"])
    assert voice_spec(VendorAccess(settings), voice(), "en", {}, None).engine == "flite"


def test_what_a_local_voice_says_stays_on_this_machine() -> None:
    assert {"kokoro", "piper"} == LOCAL
    assert voice_keeps_nothing(voice())
