"""Eyelids: when they fall, and how."""

from __future__ import annotations

import random
from math import inf, log

from visavis.face.springs import smooth

CLOSING_S = 0.08
CLOSED_S = 0.045
"""Longer than a frame lasts, so that every blink is seen shut."""
OPENING_S = 0.17
"""Lids rise about half as fast as they fall (Evinger et al. 1991)."""
SPREAD = 0.45
"""Of the logarithm of the interval."""
SHORTEST_S, LONGEST_S = 1.2, 9.0
"""Between the starts of two blinks."""

_BLINK_S = CLOSING_S + CLOSED_S + OPENING_S


class Blinks:
    """Blinks at lognormal intervals, and at moments that invite one."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._began_s = -inf
        self._wait_s = chance.uniform(0.8, 2.5)  # the first; scaled by no manner
        self._since_s: float | None = None

    def invite(self, time_s: float, probability: float) -> None:
        """A phrase has ended, or the eyes have jumped: people often blink now, and then not again so soon."""
        if time_s - self._began_s >= SHORTEST_S and self._chance.random() < probability:
            self._wait_s = 0.0

    def at(self, time_s: float, every_s: float) -> float:
        """How far the lids are down, 0 to 1; `every_s` is the median interval wanted now."""
        if self._since_s is None:
            self._since_s = time_s
        if time_s - self._since_s >= self._wait_s:
            self._began_s = self._since_s = time_s
            interval_s = self._chance.lognormvariate(log(every_s), SPREAD)
            self._wait_s = min(max(interval_s, SHORTEST_S), LONGEST_S)
        return _closure(time_s - self._began_s)


def _closure(elapsed_s: float) -> float:
    """The course of one blink."""
    if elapsed_s >= _BLINK_S:
        return 0.0
    if elapsed_s < CLOSING_S:
        return smooth(elapsed_s / CLOSING_S)
    return smooth((_BLINK_S - elapsed_s) / OPENING_S)
