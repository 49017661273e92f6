"""Head and breath: posture that shifts now and then, drift, nods, and following the eyes."""

from __future__ import annotations

import random
from math import cos, degrees, inf, log, pi, radians, sin, tau

from visavis.face.directions import Direction
from visavis.face.manners import (
    EYE_RANGE_X_RAD,
    EYE_RANGE_Y_RAD,
    PITCH_LIMIT_DEG,
    ROLL_LIMIT_DEG,
    YAW_LIMIT_DEG,
    Manner,
)
from visavis.face.springs import Drift, Pulses, Spring, soft_limit

POSTURE_RATE_PER_S = 3.0
NOD_RISE_S, NOD_FALL_S = 0.16, 0.30
"""A nod goes down faster than it comes up."""
BEAT_DEG = 1.7
"""How far a stressed syllable lowers the head, at full strength."""
NOD_DEG = 2.4
"""The first dip of a nod of understanding; the next ones are smaller."""
NOD_DIP_EVERY_S = 0.42
SHAKE_HZ = 4.6
"""Laughter comes in about five bursts a second (Bachorowski et al. 2001)."""
FOLLOW_EYES = 0.25
"""Share of a glance that the head takes over; for glances this small it is little (Freedman 2008)."""
DRIFT_DEG = 0.35
SHIFT_PX = 2.0
BREATH_PX = 1.6
INHALE = 0.4
"""Share of a breath."""
SPREAD = 0.35
"""Of the logarithm of the waits."""


class Head:
    """Moves on whenever it is asked; steps may be of any length."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._posture = [Spring(POSTURE_RATE_PER_S) for _ in range(3)]
        self._posture_deg = (0.0, 0.0, 0.0)
        self._next_posture_s = 0.0
        self._nods = Pulses(NOD_RISE_S, NOD_FALL_S)
        self._next_nod_s = inf
        self._drift = [Drift(rate_hz, chance) for rate_hz in (0.11, 0.13, 0.09, 0.10, 0.14)]
        self._breath = chance.random()
        self._tilts_to = 1.0 if self._breath < 0.5 else -1.0
        """The side that is hers."""
        self._last_s: float | None = None

    def nodding(self, time_s: float) -> bool:
        """Whether it moves too fast to be shown at half the frame rate."""
        return self._nods.active(time_s)

    def beat(self, time_s: float, strength: float) -> None:
        """Mark a stressed syllable; strength 0 to 1."""
        self._nods.add(time_s, BEAT_DEG * strength * self._chance.uniform(0.5, 1.0))

    def settle(self, time_s: float) -> None:
        """Take up a new posture now: the mood has changed."""
        self._next_posture_s = time_s
        self._next_nod_s = inf
        self._nods.clear(time_s)

    def pose(
        self, time_s: float, manner: Manner, direction: Direction, gaze: tuple[float, float]
    ) -> tuple[float, ...]:
        """Yaw, pitch, roll (rad), x, y, breath (px of a 512 px frame): a Pose."""
        step_s = 0.0 if self._last_s is None else time_s - self._last_s
        self._last_s = time_s
        self._shift_posture(time_s, manner)
        self._listen(time_s, manner, 1.0 + direction.nods)
        yaw, pitch, roll = (
            spring.follow(target, step_s)
            for spring, target in zip(self._posture, self._aimed(self._posture_deg, gaze), strict=True)
        )
        nod = self._nods.at(time_s)
        if direction.shake_deg:
            nod += direction.shake_deg * sin(tau * SHAKE_HZ * time_s)
        pitch += direction.pitch_deg
        roll += self._tilts_to * direction.tilt_deg
        breath = self._breathe(step_s / manner.breath_every_s)
        drift = [drift.at(time_s) for drift in self._drift]
        return (
            radians(soft_limit(yaw + 1.5 * DRIFT_DEG * drift[0], YAW_LIMIT_DEG)),
            radians(soft_limit(pitch + nod - 0.15 * breath + DRIFT_DEG * drift[1], PITCH_LIMIT_DEG)),
            radians(soft_limit(roll + DRIFT_DEG * drift[2], ROLL_LIMIT_DEG)),
            SHIFT_PX * drift[3] + 0.5 * yaw,
            0.5 * SHIFT_PX * drift[4] + 0.6 * nod,
            BREATH_PX * breath,
        )

    @staticmethod
    def _aimed(
        posture_deg: tuple[float, float, float], gaze: tuple[float, float]
    ) -> tuple[float, float, float]:
        """The posture, turned a little to where the eyes look."""
        yaw, pitch, roll = posture_deg
        return (
            yaw + FOLLOW_EYES * gaze[0] * degrees(EYE_RANGE_X_RAD),
            pitch + FOLLOW_EYES * gaze[1] * degrees(EYE_RANGE_Y_RAD),
            roll,
        )

    def _shift_posture(self, time_s: float, manner: Manner) -> None:
        if time_s < self._next_posture_s:
            return
        chance = self._chance
        self._posture_deg = (
            chance.gauss(0.0, manner.posture_deg),
            manner.pitch_deg + chance.gauss(0.0, 0.4 * manner.posture_deg),
            chance.choice((-1, 1)) * manner.roll_deg + chance.gauss(0.0, 0.4 * manner.posture_deg),
        )
        self._next_posture_s = time_s + chance.lognormvariate(log(manner.posture_every_s), SPREAD)

    def _listen(self, time_s: float, manner: Manner, depth: float) -> None:
        """Nod now and then, one to three dips each."""
        if manner.nod_every_s is None:
            self._next_nod_s = inf
        elif self._next_nod_s == inf:
            self._next_nod_s = time_s + self._chance.lognormvariate(log(manner.nod_every_s), SPREAD)
        elif time_s >= self._next_nod_s:
            depth *= NOD_DEG * self._chance.uniform(0.6, 1.0)
            for dip in range(self._chance.choice((1, 2, 2, 3))):
                self._nods.add(time_s + dip * NOD_DIP_EVERY_S, depth * 0.65**dip)
            self._next_nod_s = inf

    def _breathe(self, turns: float) -> float:
        """0 empty, 1 full; breathing in takes less time than breathing out."""
        self._breath = (self._breath + turns) % 1.0
        if self._breath < INHALE:
            return 0.5 - 0.5 * cos(pi * self._breath / INHALE)
        return 0.5 + 0.5 * cos(pi * (self._breath - INHALE) / (1.0 - INHALE))
