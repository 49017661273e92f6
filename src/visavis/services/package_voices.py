"""Voices whose engine a package brings (docs/providers.md): still its own when it is gone."""

from __future__ import annotations

from visavis.installed import EMBEDDED_VOICES, VOICES, brought
from visavis.services.errors import Invalid
from visavis.services.local_voices import LOCAL
from visavis.store.tables import Voice
from visavis.voice_vendors import voice_vendors


def check_engine(name: str) -> None:
    """Raises Invalid where no package here brings it."""
    if name not in brought(VOICES):
        known = ", ".join(brought(VOICES)) or "none"
        raise Invalid(
            "engine", f"No package on this server brings a voice engine of this name; it has: {known}"
        )


def is_of_package(voice: Voice) -> bool:
    return voice.engine not in (None, *EMBEDDED_VOICES, *LOCAL, *voice_vendors())


def is_missing(voice: Voice) -> bool:
    return is_of_package(voice) and voice.engine not in brought(VOICES)
