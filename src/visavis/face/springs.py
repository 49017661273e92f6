"""How body parts move: after a target like a damped spring, in short pulses, or drifting."""

from __future__ import annotations

import random
from math import exp, sin, tanh, tau


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


class Pulses:
    """Short movements away from rest and back, each begun at its own time; they add up.

    A pulse rises for `rise_s` and falls for `fall_s`, gently at both ends.
    """

    __slots__ = ("_fall_s", "_pulses", "_rise_s")

    def __init__(self, rise_s: float, fall_s: float) -> None:
        self._rise_s, self._fall_s = rise_s, fall_s
        self._pulses: list[tuple[float, float]] = []

    def add(self, at_s: float, height: float) -> None:
        """May lie in the future."""
        self._pulses.append((at_s, height))

    def clear(self, at_s: float) -> None:
        """Drop what has not begun."""
        self._pulses = [pulse for pulse in self._pulses if pulse[0] < at_s]

    def active(self, time_s: float) -> bool:
        return any(0 <= time_s - at_s < self._rise_s + self._fall_s for at_s, _ in self._pulses)

    def at(self, time_s: float) -> float:
        """Their sum; times never go back."""
        if not self._pulses:
            return 0.0
        self._pulses = [pulse for pulse in self._pulses if time_s - pulse[0] < self._rise_s + self._fall_s]
        return sum(height * self._shape(time_s - at_s) for at_s, height in self._pulses)

    def _shape(self, elapsed_s: float) -> float:
        if elapsed_s < self._rise_s:
            return smooth(elapsed_s / self._rise_s)
        return smooth(1.0 - (elapsed_s - self._rise_s) / self._fall_s)


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


def smooth(share: float) -> float:
    """From 0 to 1 as `share` goes there, level at both ends; clamped."""
    share = min(max(share, 0.0), 1.0)
    return share * share * (3.0 - 2.0 * share)
