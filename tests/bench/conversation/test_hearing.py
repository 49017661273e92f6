"""When a listener hears sound begin and end, by packets of 20 ms."""

import numpy as np
from bench.conversation.hearing import onset, silence
from bench.receiver import Heard

LOUD, QUIET = 900.0, 3.0


def packets(*levels: float) -> list[Heard]:
    return [Heard(0.02 * number, level, np.zeros(0, np.int16)) for number, level in enumerate(levels)]


def test_sound_begins_with_the_first_loud_packet_after_the_moment() -> None:
    heard = packets(LOUD, QUIET, QUIET, LOUD, LOUD)
    assert onset(heard, 0.0) == 0.06


def test_nothing_begins_while_all_packets_are_quiet() -> None:
    assert onset(packets(QUIET, QUIET), -1) is None


def test_silence_begins_when_the_last_loud_packet_has_been_heard() -> None:
    heard = packets(*[LOUD] * 5, *[QUIET] * 20)
    assert silence(heard, 0.02) == 0.08 + 0.02


def test_a_short_pause_is_no_silence() -> None:
    heard = packets(*[LOUD] * 5, *[QUIET] * 10, *[LOUD] * 5, *[QUIET] * 20)
    assert silence(heard, 0.0) == 19 * 0.02 + 0.02


def test_silence_that_is_there_already_begins_at_once() -> None:
    assert silence(packets(*[QUIET] * 40), 0.2) == 0.2


def test_silence_is_not_known_before_it_has_lasted() -> None:
    assert silence(packets(LOUD, *[QUIET] * 10), 0.0) is None
