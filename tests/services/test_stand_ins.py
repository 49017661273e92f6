"""A voice that cannot be spoken is stood in for by one that fits."""

from __future__ import annotations

import pytest

from visavis.services.stand_ins import stand_in


@pytest.mark.parametrize(
    ("language", "gender", "country", "engine", "name"),
    [
        ("en", None, None, "flite", "slt"),
        ("en-US", "FEMALE", "US", "flite", "slt"),
        ("en", "MALE", "US", "flite", "rms"),
        ("en", "MALE", "GB", "flite", "awb"),
        ("multi", "NEUTRAL", None, "flite", "slt"),
        ("de", "MALE", "DE", "espeak-ng", "de"),
        ("pt-BR", "FEMALE", "BR", "espeak-ng", "pt-br+f3"),
    ],
)
def test_it_fits_language_gender_and_country(
    language: str, gender: str | None, country: str | None, engine: str, name: str
) -> None:
    found = stand_in(language, gender, country, "there is no key.")

    assert (found.engine, found.engine_voice) == (engine, name)
    assert found.note == f"Spoken by the embedded voice {engine} {name}: there is no key."
