"""What the catalogue promises: that each pack is complete, and who of it speaks."""

import pytest

from visavis.packs.catalogue import Pack, packs


@pytest.mark.parametrize("pack", packs().values(), ids=list(packs()))
def test_every_file_has_a_name_of_its_own_and_a_checksum_or_none(pack: Pack) -> None:
    for part in pack.parts:
        assert len({file.name for file in part.files}) == len(part.files)
        assert part.licence
        assert part.terms.startswith("https://")
        for file in part.files:
            assert file.url.startswith("https://")
            assert file.sha256 is None or len(bytes.fromhex(file.sha256)) == 32


@pytest.mark.parametrize("pack", packs().values(), ids=list(packs()))
def test_a_pack_hears_every_language_that_it_speaks(pack: Pack) -> None:
    spoken = {language for part in pack.speaks for language in part.languages}
    assert spoken <= set(pack.hears.languages)


@pytest.mark.parametrize(
    ("pack", "language", "gender", "country", "voice"),
    [
        ("english", "en-GB", "MALE", "GB", "bm_george"),
        ("english", "en", "NEUTRAL", None, "af_heart"),
        ("english-small", "en", "MALE", "GB", "ljspeech"),
        ("multilingual", "de-CH", "FEMALE", "CH", "thorsten"),
    ],
)
def test_the_voice_is_the_likest_that_speaks_the_language(
    pack: str, language: str, gender: str, country: str | None, voice: str
) -> None:
    found = packs()[pack].voice(language, gender, country)
    assert found is not None
    assert found[1].name == voice


def test_nobody_speaks_a_language_that_the_pack_does_not_know() -> None:
    assert packs()["english"].voice("de", "FEMALE", "DE") is None


def test_a_smaller_pack_is_one_of_the_catalogue_and_smaller() -> None:
    for pack in packs().values():
        if pack.smaller:
            assert packs()[pack.smaller].bytes < pack.bytes
