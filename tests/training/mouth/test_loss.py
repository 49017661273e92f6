"""What the network is taught of closures: to show each at some moment, and none that is not there."""

import numpy as np
import pytest

jax = pytest.importorskip("jax")

STEPS = 30
SHUT, OPEN = 6.0, -6.0


def closure_loss(*shut_steps):
    """With lips shut at these steps, of a recording with closures at 8 to 11 and at 20."""
    from training.mouth.loss import closure_loss

    wanted = np.zeros((1, STEPS), np.float32)
    wanted[0, [7, 12, 19, 21]] = 0.5
    wanted[0, [6, 13, 18, 22]] = 0.1
    wanted[0, [8, 9, 10, 11, 20]] = 1.0
    scores = np.full((1, STEPS), OPEN, np.float32)
    scores[0, list(shut_steps)] = SHUT
    return float(closure_loss(scores, wanted))


def test_one_closure_is_as_good_as_shown_at_its_end_as_at_its_beginning():
    assert closure_loss(8, 20) == pytest.approx(closure_loss(11, 20), rel=1e-3)


def test_one_that_is_shown_at_no_moment_costs_most():
    shown, missed, longer = closure_loss(10, 20), closure_loss(10), closure_loss(8, 9, 10, 11, 20)
    assert missed - shown > shown - longer > 0


def test_lips_shut_in_vain_cost_and_so_near_a_closure_that_a_frame_may_show_either_they_do_not():
    assert closure_loss(8, 20, 2) > closure_loss(8, 20) + 0.1
    assert closure_loss(8, 20, 6) == pytest.approx(closure_loss(8, 20), abs=1e-3)


def test_one_closure_shown_says_nothing_of_the_next():
    assert closure_loss(8, 9, 10, 11) > closure_loss(8, 9, 10, 11, 20) + 0.5


def test_no_closure_at_all_is_no_loss():
    from training.mouth.loss import closure_loss

    assert float(closure_loss(np.full((2, 9), OPEN), np.zeros((2, 9)))) < 0.01
