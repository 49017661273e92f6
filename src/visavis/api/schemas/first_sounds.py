"""How soon voices begin to sound. Ours: the public contract has none."""

from __future__ import annotations

from collections.abc import Sequence

from visavis.api.schemas.base import Answer
from visavis.services.first_sounds import FirstSound


class FirstSoundAnswer(Answer):
    voice_id: str
    turns: int
    """How many were measured with this voice, 50 at most."""
    median_seconds: float
    """From the first clause that it was given to its first sound."""


class FirstSoundsAnswer(Answer):
    data: list[FirstSoundAnswer]
    """Of the voices that were measured; one that is not here was not."""


def first_sounds_answer(found: Sequence[FirstSound]) -> FirstSoundsAnswer:
    return FirstSoundsAnswer(
        data=[
            FirstSoundAnswer(voice_id=one.voice_id, turns=one.turns, median_seconds=one.median_s)
            for one in found
        ]
    )
