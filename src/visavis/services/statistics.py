"""Distributions of latencies: counts, means, percentiles. Pure arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

PLACES = 3
"""Decimals of seconds: milliseconds."""
RATE_PLACES = 4


@dataclass(frozen=True, slots=True)
class Distribution:
    """Seconds; None where nothing was measured."""

    count: int = 0
    avg: float | None = None
    p50: float | None = None
    p90: float | None = None
    p95: float | None = None
    p99: float | None = None
    max: float | None = None


def distribution(values: Iterable[float | None]) -> Distribution:
    """Of those that are not None."""
    known = sorted(value for value in values if value is not None)
    if not known:
        return Distribution()
    p50, p90, p95, p99 = (round(percentile(known, share), PLACES) for share in (0.5, 0.9, 0.95, 0.99))
    return Distribution(
        len(known), round(sum(known) / len(known), PLACES), p50, p90, p95, p99, round(known[-1], PLACES)
    )


def percentile(ascending: Sequence[float], share: float) -> float:
    """The value below which `share` of them lie, straight between the two nearest (the method of R-7)."""
    place = share * (len(ascending) - 1)
    below = int(place)
    above = min(below + 1, len(ascending) - 1)
    return ascending[below] + (place - below) * (ascending[above] - ascending[below])


def average(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(sum(known) / len(known), PLACES) if known else None


def rate(part: int, whole: int) -> float | None:
    """None of nothing."""
    return round(part / whole, RATE_PLACES) if whole else None
