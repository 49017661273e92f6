from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from visavis.face.neural.hearing import Hearing
from visavis.face.neural.sound_line import LINE_HZ, MARGIN, SoundLine, Stretch, heard, margins
from visavis.speech import Pcm

TICK = 960


def counting(first: int, count: int) -> Pcm:
    return np.arange(first, first + count).astype(np.int16)


def test_a_stretch_is_silent_where_nothing_is_known() -> None:
    stretch = Stretch(100, np.array([1, 2, 3], np.int16))
    assert stretch.cut(100, 103).tolist() == [1, 2, 3]
    assert stretch.cut(101, 102).tolist() == [2]
    assert stretch.cut(98, 105).tolist() == [0, 0, 1, 2, 3, 0, 0]
    assert stretch.cut(98, 101).tolist() == [0, 0, 1]
    assert stretch.cut(90, 95).tolist() == [0] * 5
    assert stretch.cut(102, 106).tolist() == [3, 0, 0, 0]
    assert stretch.cut(110, 112).tolist() == [0, 0]


def test_played_and_queued_sound_lie_on_one_line() -> None:
    line, queued = SoundLine(), counting(2 * TICK, 1500)
    line.hear(None, TICK, lambda count: queued[:count])
    line.hear(counting(TICK, TICK), TICK, lambda count: queued[:count])
    known = line.known(1000)
    assert line.position == 2 * TICK
    assert not known.cut(0, TICK).any()
    assert np.array_equal(known.cut(TICK, 3 * TICK), np.append(counting(TICK, TICK), queued[:TICK]))
    assert known.cut(3 * TICK + 30, 3 * TICK + 50).tolist() == [*queued[TICK + 30 : 1000], *[0] * 10]


def test_a_model_hears_what_lies_round_its_moment_at_its_own_rate() -> None:
    hearing = Hearing(before=401, after=3400)
    before, after = margins(hearing)
    assert (before, after) == (3 * 401 + MARGIN, 3 * 3400 + MARGIN)
    at_s = (np.arange(before + after) - before) / LINE_HZ
    sound = heard(_tone(at_s), hearing)
    assert len(sound) == hearing.samples
    wanted = _tone((np.arange(hearing.samples) - hearing.before) / 16_000) / 32768
    assert np.abs(sound - wanted).max() < 0.002


def _tone(at_s: NDArray[np.float64]) -> Pcm:
    return (np.sin(2 * np.pi * 440 * at_s + 0.3) * 12_000).astype(np.int16)
