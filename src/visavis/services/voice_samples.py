"""Which imported voices lack a sample, and asking for one (`voice_sampling` gets it)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncSession

from visavis.services.jobs import add_job
from visavis.store.tables import Voice
from visavis.voice_vendors import voice_vendors

KIND = "voice.sample"


def wish_samples(session: AsyncSession, voices: Iterable[Voice]) -> None:
    """Of those that lack one; in the transaction that settles who speaks for them."""
    for voice in voices:
        if voice.organization_id is not None and lacks_sample(voice):
            add_job(session, voice.organization_id, KIND, voice.id)


def lacks_sample(voice: Voice) -> bool:
    """Whether a vendor speaks for it, and nobody can hear how: a recording is a sample itself."""
    return voice.engine in voice_vendors() and voice.audio_key is None and voice.sample_key is None
