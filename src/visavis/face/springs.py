"""Two ways a body part moves by itself: it follows a target like a damped spring, or it drifts."""

from __future__ import annotations

import random
from math import e, exp, sin, tanh, tau


class Spring:
    """A critically damped spring: goes to its target without overshoot, smoothly at any frame rate.

    `rate_per_s` is its natural frequency in rad/s; it covers nine tenths of the way in 3.9 / rate seconds.
    """

    __slots__ = ("_rate_per_s", "_velocity", "value")

    def __init__(self, rate_per_s: float, value: float = 0.0) -> None:
        self.value = value
        self._rate_per_s = rate_per_s
        self._velocity = 0.0

    def follow(self, target: float, seconds: float) -> float:
        """Move on by `seconds` towards a constant target; exact, so the step may be of any length."""
        offset = self.value - target
        slope = self._velocity + self._rate_per_s * offset
        decay = exp(-self._rate_per_s * seconds)
        self._velocity = (self._velocity - self._rate_per_s * slope * seconds) * decay
        self.value = target + (offset + slope * seconds) * decay
        return self.value

    def kick(self, height: float) -> None:
        """Push it off a resting target so that it peaks `height` away, 1 / rate seconds later."""
        self._velocity += height * self._rate_per_s * e

    @property
    def speed(self) -> float:
        return abs(self._velocity)


class Drift:
    """A slow wander about zero: three sines that never line up. Amplitude about 1."""

    __slots__ = ("_phases", "_rate_hz")

    def __init__(self, rate_hz: float, chance: random.Random) -> None:
        self._rate_hz = rate_hz
        self._phases = [chance.uniform(0.0, tau) for _ in range(3)]

    def at(self, time_s: float) -> float:
        turn = tau * self._rate_hz * time_s
        first, second, third = self._phases
        return (sin(turn + first) + 0.59 * sin(1.7 * turn + second) + 0.34 * sin(2.9 * turn + third)) / 1.5


def soft_limit(value: float, limit: float) -> float:
    """Nearly the value itself while small, and never beyond ±limit."""
    return limit * tanh(value / limit)
