"""The addresses of one model, and which of them is asked first.

One that failed is asked last for a while, so that a dead region costs one turn a time-out and not every turn;
among those that are well the order is the user's, unless another has been much quicker to begin.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Generic, TypeVar

REST_S = 60.0
"""How long one that failed is asked last."""
MUCH_QUICKER = 0.6
"""Of the first words' delay. Less is chance, and moving a talk costs what the other place has cached."""
WEIGHT = 0.3
"""Of the latest delay in their average."""


Place = TypeVar("Place")


@dataclass(slots=True)
class _Health:
    failed_s: float | None = None
    delay_s: float | None = None


class Addresses(Generic[Place]):
    """`places` in the order in which they were named."""

    def __init__(self, places: Sequence[Place], clock: Callable[[], float] = monotonic) -> None:
        self._places, self._clock = places, clock
        self._health = [_Health() for _ in places]

    def in_order(self) -> list[Place]:
        """All of them, the one to ask first in front."""
        numbers = sorted(range(len(self._places)), key=self._resting)
        well = [number for number in numbers if not self._resting(number)]
        if (best := self._quickest(well)) is not None:
            numbers.remove(best)
            numbers.insert(0, best)
        return [self._places[number] for number in numbers]

    def failed(self, place: Place) -> None:
        self._of(place).failed_s = self._clock()

    def began(self, place: Place, delay_s: float) -> None:
        """It answered, and its first piece took so long."""
        health = self._of(place)
        health.failed_s = None
        before = health.delay_s
        health.delay_s = delay_s if before is None else before + WEIGHT * (delay_s - before)

    def _of(self, place: Place) -> _Health:
        return self._health[self._places.index(place)]

    def _resting(self, number: int) -> bool:
        failed_s = self._health[number].failed_s
        return failed_s is not None and self._clock() - failed_s < REST_S

    def _quickest(self, well: Sequence[int]) -> int | None:
        """Unless the first of those that are well is about as quick."""
        known = [number for number in well if self._health[number].delay_s is not None]
        if not known or well[0] not in known:
            return None
        delay_s = [self._health[number].delay_s or 0.0 for number in known]
        best = known[delay_s.index(min(delay_s))]
        return best if min(delay_s) < MUCH_QUICKER * delay_s[0] else None
