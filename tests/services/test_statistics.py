"""The arithmetic of latencies."""

from __future__ import annotations

import statistics
from random import Random

import pytest

from visavis.services.statistics import Distribution, average, distribution, percentile, rate


def test_percentiles_lie_straight_between_their_neighbours() -> None:
    assert [percentile([1, 2, 3, 4, 5], share) for share in (0, 0.25, 0.5, 0.9, 1)] == [
        1,
        2,
        3,
        pytest.approx(4.6),
        5,
    ]
    assert percentile([7], 0.99) == 7
    assert percentile([1, 2], 0.5) == 1.5


@pytest.mark.parametrize("size", [2, 10, 99, 1000])
def test_percentiles_are_those_of_the_standard_library(size: int) -> None:
    values = sorted(Random(size).uniform(0, 10) for _ in range(size))
    cuts = statistics.quantiles(values, n=100, method="inclusive")

    for share in (50, 90, 95, 99):
        assert percentile(values, share / 100) == pytest.approx(cuts[share - 1])


def test_a_distribution_counts_what_was_measured() -> None:
    assert distribution([0.3, None, 0.1, 0.2]) == Distribution(
        count=3, avg=0.2, p50=0.2, p90=0.28, p95=0.29, p99=0.298, max=0.3
    )
    assert distribution([None]) == distribution([]) == Distribution(count=0)


def test_averages_and_rates_of_nothing_are_none() -> None:
    assert average([None]) is None
    assert average([1, None, 2]) == 1.5
    assert rate(0, 0) is None
    assert rate(186, 1698) == 0.1095
    assert rate(0, 5) == 0
