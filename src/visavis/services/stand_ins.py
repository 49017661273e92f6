"""Which embedded voice is heard for a voice that nothing on this server can speak."""

from __future__ import annotations

from dataclasses import dataclass

from visavis.services import stock


@dataclass(frozen=True, slots=True)
class StandIn:
    engine: str
    engine_voice: str
    note: str
    """For people: why another voice is heard."""


def stand_in(language: str, gender: str | None, country: str | None, why: str) -> StandIn:
    """`language`: ISO 639-1, with an optional region. `why` ends the note's sentence."""
    voice = _embedded(language.split("-")[0].lower(), gender, country)
    note = f"Spoken by the embedded voice {voice.engine} {voice.engine_voice}: {why}"
    return StandIn(voice.engine, voice.engine_voice, note)


def _embedded(language: str, gender: str | None, country: str | None) -> stock.StockVoice:
    own = {voice.id: voice for voice in stock.VOICES if not voice.published}
    if language != "en":
        others = [voice for voice in own.values() if voice.language == language]
        if others:
            return next((voice for voice in others if voice.country == country), others[0])
    if gender == "MALE":
        return own[stock.FLITE_AWB if country == "GB" else stock.FLITE_RMS]
    return own[stock.FLITE_SLT]
