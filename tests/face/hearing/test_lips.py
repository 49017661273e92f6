"""From answers to mouths: the gate, the seal, and looks by likelihood."""

import numpy as np
import pytest

from visavis.face.hearing.lips import SHUT, SHUT_STEPS, SILENT_STEPS, Lips, likely_looks
from visavis.face.hearing.network import Answers
from visavis.face.mouth import LOOKS, Mouth
from visavis.face.phones import Viseme

LOUD, SILENT = -1.0, -12.0


def answers(viseme, closures):
    steps = len(closures)
    visemes = np.zeros((steps, len(Viseme)), np.float32)
    visemes[:, list(Viseme).index(viseme)] = 1.0
    mouths = np.tile(np.array(LOOKS[viseme].mouth, np.float32), (steps, 1))
    return Answers(visemes, mouths, np.array(closures, np.float32))


def levels(*values):
    return np.array(values, np.float32)


def test_a_certain_viseme_looks_like_itself():
    (mouth,) = Lips().move(answers(Viseme.OPEN, [0.0]), levels(LOUD))
    assert mouth == pytest.approx(LOOKS[Viseme.OPEN].mouth, abs=1e-6)


def test_between_two_likely_visemes_the_mouth_is_between_their_looks():
    visemes = np.zeros((1, len(Viseme)), np.float32)
    visemes[0, [list(Viseme).index(viseme) for viseme in (Viseme.OPEN, Viseme.CLOSE_ROUND)]] = 0.5
    look = Mouth(*likely_looks(visemes)[0])
    assert look.jaw == pytest.approx((LOOKS[Viseme.OPEN].mouth.jaw + LOOKS[Viseme.CLOSE_ROUND].mouth.jaw) / 2)


def test_lips_are_sealed_where_a_closure_is_heard_whatever_else_is_likely():
    mouths = Lips().move(answers(Viseme.OPEN, [0.0, 0.9, 0.9, 0.9, 0.0]), levels(*[LOUD] * 5))
    assert mouths[0].jaw == pytest.approx(LOOKS[Viseme.OPEN].mouth.jaw)
    for mouth in mouths[1:4]:
        assert mouth == pytest.approx(LOOKS[Viseme.BILABIAL].mouth, abs=1e-6)
    assert mouths[4].press == pytest.approx(0.0)


def test_lips_draw_together_before_they_are_sealed():
    nearly = 0.8 * SHUT
    mouths = Lips().move(answers(Viseme.OPEN, [0.0, nearly, 0.9]), levels(*[LOUD] * 3))
    assert mouths[0].jaw > mouths[1].jaw > mouths[2].jaw == 0.0


def test_the_shortest_closure_lasts_long_enough_to_be_seen_and_a_long_one_no_longer_than_heard():
    shut = Lips().shut(np.array([0, 0.9, 0, 0, 0, 0, 0.9, 0.9, 0.9, 0.9, 0.9, 0, 0]))
    assert shut.tolist() == [False] + [True] * SHUT_STEPS + [False] * 2 + [True] * 5 + [False] * 2


def test_a_closure_goes_on_in_the_next_piece():
    lips = Lips()
    assert lips.shut(np.array([0.9])).tolist() == [True]
    assert lips.shut(np.array([0.1, 0.1, 0.1])).tolist() == [True, True, False]


def test_in_silence_the_mouth_comes_to_rest_step_by_step():
    steps = SILENT_STEPS + 2
    mouths = Lips().move(answers(Viseme.OPEN, [0.0] * steps), levels(*[SILENT] * steps))
    jaws = [mouth.jaw for mouth in mouths]
    assert jaws == sorted(jaws, reverse=True)
    assert jaws[0] > 0.6, "the gap of a stop does not shut it"
    assert mouths[SILENT_STEPS - 1] == pytest.approx(LOOKS[Viseme.REST].mouth, abs=1e-6)


def test_sound_opens_the_gate_at_once():
    lips = Lips()
    lips.move(answers(Viseme.OPEN, [0.0] * 20), levels(*[SILENT] * 20))
    (mouth,) = lips.move(answers(Viseme.OPEN, [0.0]), levels(LOUD))
    assert mouth == pytest.approx(LOOKS[Viseme.OPEN].mouth, abs=1e-6)
