"""What the soak makes of the memory that was held after each session."""

from dataclasses import replace

import pytest
from bench.soak import GROWTH_MB, Sample, growth_mb


def samples(count, leak_mb, garbage_mb=2.6, swept_every=5):
    """A server that warms up, leaves garbage until the next sweep, and loses `leak_mb` for good each time."""
    warm = count // 5
    return [
        Sample(
            sessions=number,
            memory_mb=500.0 + 2 * min(number, warm) + leak_mb * number + garbage_mb * (number % swept_every),
            files=80,
            threads=19,
            processes=4,
            seat_s=0.1,
        )
        for number in range(1, count + 1)
    ]


@pytest.mark.parametrize("count", [20, 60, 500])
def test_garbage_that_waits_for_the_next_sweep_is_no_growth(count):
    assert growth_mb(samples(count, leak_mb=0)) == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize("count", [60, 500])
def test_a_little_that_every_session_leaves_is_told(count):
    assert growth_mb(samples(count, leak_mb=0.06)) > GROWTH_MB


def test_what_is_kept_from_some_day_on_is_no_growth():
    once = [
        replace(sample, memory_mb=sample.memory_mb + 25 * (sample.sessions > 260))
        for sample in samples(500, leak_mb=0)
    ]
    assert growth_mb(once) == pytest.approx(0, abs=0.01)


def test_a_session_that_stays_whole_is_told_after_twenty():
    assert growth_mb(samples(20, leak_mb=2.6)) == pytest.approx(260, rel=0.3)
