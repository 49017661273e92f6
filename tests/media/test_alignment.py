"""The user's sound lies where it was heard, whatever the network and the clocks do."""

from __future__ import annotations

import random

import pytest

from visavis.media.alignment import Alignment

TICK_S, TICK = 0.02, 960


def placed(delays_s, first_timestamp=7_000, drift=0.0):
    """Where packets end up that were heard from 0 s on, each with its delay on the way."""
    alignment = Alignment()
    places = []
    for tick, delay_s in enumerate(delays_s):
        timestamp = (first_timestamp + round(tick * TICK * (1 + drift))) % (1 << 32)
        places.append(alignment.place(timestamp, tick * TICK_S + TICK_S + delay_s))
    return places


def errors(places):
    return [place - tick * TICK_S for tick, place in enumerate(places)]


def test_packets_lie_as_far_apart_as_their_sender_says_and_not_as_they_came():
    chance = random.Random(1)
    delays_s = [0.03 + (chance.random() * 0.05 if tick else 0) for tick in range(500)]
    assert errors(placed(delays_s)) == pytest.approx([0.03] * 500, abs=1e-6)


def test_a_first_packet_that_was_held_up_is_corrected_by_the_next():
    assert errors(placed([0.2, 0.01, 0.03]))[1:] == pytest.approx([0.01, 0.01])


@pytest.mark.parametrize("drift", [-1e-4, 1e-4])
def test_a_clock_that_runs_fast_or_slow_is_followed(drift):
    """A hundred millionths are 360 ms in an hour."""
    hour = errors(placed([0.0] * 180_000, drift=drift))
    assert max(map(abs, hour)) < 0.002


def test_the_senders_counter_may_wrap():
    assert errors(placed([0.0] * 10, first_timestamp=(1 << 32) - 3 * TICK)) == pytest.approx([0.0] * 10)


def test_a_sender_that_counts_anew_is_heard_where_it_comes_in():
    alignment = Alignment()
    alignment.place(1_000, 1.02)
    assert alignment.place(2_000_000_000, 5.02) == pytest.approx(5.0)
    assert alignment.place(2_000_000_960, 5.04) == pytest.approx(5.02)
