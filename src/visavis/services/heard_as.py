"""What really speaks for a voice on this machine, which may lack what the catalogue counts on."""

from __future__ import annotations

from dataclasses import dataclass

from visavis.installed import has_flite
from visavis.services.package_voices import is_missing
from visavis.services.stand_ins import stand_in
from visavis.store.tables import Voice

NO_FLITE = "Spoken by espeak-ng: flite is not installed here (apt install libflite1)"
MISSING = "the package that brings {engine} is not installed here any more."


@dataclass(frozen=True, slots=True)
class HeardAs:
    engine: str
    note: str | None
    """For people, when another voice is heard than the one they chose."""


def heard_as(voice: Voice) -> HeardAs:
    if voice.engine == "flite" and not has_flite():
        return HeardAs("espeak-ng", NO_FLITE)
    if is_missing(voice):
        found = stand_in(voice.language, voice.gender, voice.country, MISSING.format(engine=voice.engine))
        return HeardAs(found.engine, found.note)
    return HeardAs(voice.engine, voice.engine_note)
