"""Which sessions keep their seats."""

import pytest

from visavis.engine.limits import Limits
from visavis.engine.presence import Presence

LIMITS = Limits(unclaimed_s=30, grace_s=12)


class Clock:
    now_s = 100.0

    def __call__(self):
        return self.now_s


@pytest.fixture
def clock():
    return Clock()


def present(clock, most_s=None):
    return Presence(LIMITS, most_s, clock)


def test_a_session_waits_for_its_client_for_a_while(clock):
    presence = present(clock)
    clock.now_s += 30
    assert presence.lost(linked=False) is None
    clock.now_s += 0.1
    assert presence.lost(linked=False) == "Nobody connected to the session."


def test_a_client_that_signals_has_twice_the_time_to_let_media_flow(clock):
    presence = present(clock)
    presence.claim()
    clock.now_s += 59
    presence.sign_of_life()
    assert presence.lost(linked=False) is None
    clock.now_s += 2
    assert presence.lost(linked=False) == "Nobody connected to the session."


def test_a_client_that_signals_no_more_has_vanished_unless_its_peer_is_there(clock):
    presence = present(clock)
    presence.claim()
    clock.now_s += 12.1
    assert presence.lost(linked=False) == "The client vanished."
    assert presence.lost(linked=True) is None


@pytest.mark.parametrize("most_s", [None, 0])
def test_a_session_lasts_as_long_as_it_likes(clock, most_s):
    presence = present(clock, most_s)
    presence.start()
    clock.now_s += 1_000_000
    assert presence.lost(linked=True) is None


def test_the_length_of_a_session_counts_from_its_start(clock):
    presence = present(clock, 60)
    presence.claim()
    clock.now_s += 20
    assert presence.start()
    clock.now_s += 60
    assert not presence.start(), "a second peer begins nothing anew"
    assert presence.lost(linked=True) is None
    clock.now_s += 0.1
    assert presence.lost(linked=True) == "The session reached its maximum length."
