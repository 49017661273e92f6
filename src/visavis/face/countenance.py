"""Brows, smile and squint: what a face shows besides mouth and eyes."""

from __future__ import annotations

import random
from typing import NamedTuple

from visavis.face.directions import Direction
from visavis.face.manners import Manner
from visavis.face.springs import Drift, Pulses, Spring

MOOD_RATE_PER_S = 5.0
"""A change of mood shows within a second."""
BROW_RISE_S, BROW_FALL_S = 0.16, 0.45
BROW_BEAT = 0.32
"""How far a stressed syllable raises the brows, when it does."""
BROW_CHANCE = 0.45
"""Not every beat moves the brows (Swerts and Krahmer 2008)."""
SMILE_DRIFT = 0.03


class Features(NamedTuple):
    """The rig's controls."""

    smile: float
    frown: float
    brows_up: float
    brows_in: float
    brows_slant: float
    squint: float


class Countenance:
    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._springs = [Spring(MOOD_RATE_PER_S) for _ in range(4)]
        self._raises = Pulses(BROW_RISE_S, BROW_FALL_S)
        self._drift = Drift(0.07, chance)
        self._last_s: float | None = None

    def beat(self, time_s: float, strength: float) -> None:
        """Mark a stressed syllable; strength 0 to 1."""
        if self._chance.random() < BROW_CHANCE:
            self._raises.add(time_s, BROW_BEAT * strength)

    def at(self, time_s: float, manner: Manner, direction: Direction) -> Features:
        wanted = (manner.smile, manner.brows_up, manner.brows_in, manner.squint)
        if self._last_s is None:
            for spring, value in zip(self._springs, wanted, strict=True):
                spring.value = value
        step_s = 0.0 if self._last_s is None else time_s - self._last_s
        self._last_s = time_s
        smile, brows_up, brows_in, squint = (
            spring.follow(value, step_s) for spring, value in zip(self._springs, wanted, strict=True)
        )
        smile += SMILE_DRIFT * self._drift.at(time_s)
        brows_up += self._raises.at(time_s)
        return Features(
            smile=_within(0.0, smile + direction.smile),
            frown=_within(0.0, -smile - direction.smile),
            brows_up=_within(-1.0, brows_up + direction.brows_up),
            brows_in=_within(0.0, brows_in + direction.brows_in),
            brows_slant=_within(-1.0, direction.brows_slant),
            squint=_within(-1.0, squint + direction.squint),
        )


def _within(least: float, value: float) -> float:
    return min(max(value, least), 1.0)
