"""The threshold is put where sentences that did not teach say it belongs."""

import numpy as np
import pytest
from training.mouth.evaluate import Heard
from training.mouth.targets import segments
from training.mouth.tune import best_offset, moved, with_offset

from visavis.speech import Alphabet, Phone

TIMES_S = np.arange(0, 1.6, 0.02, dtype=np.float32)
SPOKEN = segments([Phone("aa", 0.0, 0.6), Phone("m", 0.6, 0.7), Phone("aa", 0.7, 1.6)], Alphabet.ARPABET)


def heard(at_closure, elsewhere):
    closures = np.full(len(TIMES_S), elsewhere, np.float32)
    closures[(TIMES_S >= 0.6) & (TIMES_S < 0.7)] = at_closure
    nothing = np.zeros((len(TIMES_S), 8), np.float32)
    return Heard("v", TIMES_S, SPOKEN, nothing, nothing, nothing, closures)


def test_a_shy_network_is_moved_up_and_a_bold_one_down():
    assert best_offset([heard(0.3, 0.05)]) > 0.7
    assert best_offset([heard(0.95, 0.7)]) < -0.7


def test_moving_the_bias_moves_the_likelihoods():
    closures = np.array([0.1, 0.5, 0.9], np.float32)
    assert moved(closures, 0.0) == pytest.approx(closures, abs=1e-6)
    assert moved(closures, np.log(9.0)) == pytest.approx([0.5, 0.9, 81 / 82], abs=1e-5)


def test_only_the_closures_bias_is_moved():
    weights = ((np.ones((2, 3)), np.zeros(3)), (np.ones((3, 4)), np.zeros(4)))
    moved_weights = with_offset(weights, 0.4)
    assert moved_weights[-1][1] == pytest.approx([0, 0, 0, 0.4])
    assert weights[-1][1] == pytest.approx(np.zeros(4)), "the given weights stay as they are"
    assert moved_weights[0] is weights[0]
