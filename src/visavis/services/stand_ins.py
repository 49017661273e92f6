"""Which embedded voice is heard for a voice that nothing on this server can speak."""

from __future__ import annotations

from dataclasses import dataclass

EMBEDDED = ("flite", "espeak-ng")
ENGLISH = ("en", "inherit", "multi")
FEMALE_VARIANT = "+f3"
"""Of espeak-ng's voices, which are men's without it."""


@dataclass(frozen=True, slots=True)
class StandIn:
    engine: str
    engine_voice: str
    note: str
    """For people: why another voice is heard."""


def stand_in(language: str, gender: str | None, country: str | None, why: str) -> StandIn:
    """`language`: ISO 639-1, with an optional region. `why` ends the note's sentence."""
    engine, name = _embedded(language.lower(), gender, country)
    return StandIn(engine, name, f"Spoken by the embedded voice {engine} {name}: {why}")


def _embedded(language: str, gender: str | None, country: str | None) -> tuple[str, str]:
    """flite for English; espeak-ng, which speaks English where it does not know a language, for all else."""
    if language.split("-")[0] not in ENGLISH:
        return "espeak-ng", language + (FEMALE_VARIANT if gender == "FEMALE" else "")
    if gender == "MALE":
        return "flite", "awb" if country == "GB" else "rms"
    return "flite", "slt"
