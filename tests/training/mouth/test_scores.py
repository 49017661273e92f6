"""The figures of the evaluation, on tracks whose figures are known."""

import numpy as np
import pytest
from training.mouth.scores import Closures, correlation, count_closures, smoothed
from training.mouth.targets import segments

from visavis.speech import Alphabet, Phone

TIMES_S = np.arange(0, 2.0, 0.02, dtype=np.float32)
SPOKEN = segments(
    [
        Phone("pau", 0.0, 0.2),
        Phone("aa", 0.2, 0.6),
        Phone("m", 0.6, 0.7),
        Phone("aa", 0.7, 1.2),
        Phone("b", 1.2, 1.26),
        Phone("aa", 1.26, 1.6),
        Phone("pau", 1.6, 2.0),
    ],
    Alphabet.ARPABET,
)


def shut(*spans):
    return np.any([(start <= TIMES_S) & (end > TIMES_S) for start, end in spans], axis=0)


def test_lips_shut_at_every_closure_are_all_found_and_all_right():
    counts = count_closures(TIMES_S, shut((0.6, 0.7), (1.2, 1.26)), SPOKEN)
    assert counts == Closures(spoken=2, found=2, shown=2, right=2)


def test_lips_that_never_shut_find_nothing():
    counts = count_closures(TIMES_S, np.zeros(len(TIMES_S), bool), SPOKEN)
    assert counts == Closures(spoken=2)
    assert counts.recall == counts.precision == 0


def test_lips_shut_in_a_vowel_are_wrong():
    counts = count_closures(TIMES_S, shut((0.6, 0.7), (0.9, 1.0)), SPOKEN)
    assert (counts.found, counts.shown, counts.right) == (1, 2, 1)
    assert counts.recall == counts.precision == 0.5


def test_lips_shut_in_silence_count_neither_way():
    assert count_closures(TIMES_S, shut((0.04, 0.12), (1.7, 1.9)), SPOKEN).shown == 0


@pytest.mark.parametrize(("late_s", "found"), [(-0.04, 1), (0.04, 1), (0.14, 0), (-0.14, 0)])
def test_a_frame_too_early_or_late_is_still_right_and_three_are_not(late_s, found):
    spans = ((0.6 + late_s, 0.7 + late_s),) if abs(late_s) < 0.1 else ((0.63 + late_s, 0.67 + late_s),)
    counts = count_closures(TIMES_S, shut(*spans), SPOKEN)
    assert counts.found == counts.right == found


def test_counts_add_up():
    total = sum([Closures(2, 1, 1, 1), Closures(4, 2, 5, 2)], Closures())
    assert total == Closures(6, 3, 6, 3)
    assert (total.recall, total.precision) == (0.5, 0.5)


def test_smoothing_is_over_three_steps():
    values = np.zeros((7, 1), np.float32)
    values[3] = 3.0
    assert smoothed(values)[:, 0] == pytest.approx([0, 0, 1, 1, 1, 0, 0])


def test_a_track_that_does_not_move_agrees_with_nothing():
    assert correlation(np.ones(9), np.arange(9.0)) == 0.0
    assert correlation(np.arange(9.0), -np.arange(9.0)) == pytest.approx(-1.0)
