"""What the network is taught to answer."""

import numpy as np
import pytest
from training.mouth.targets import VISEMES, closures, looks_at, segments, targets, visemes_at

from visavis.face.mouth import LOOKS
from visavis.face.phones import Viseme
from visavis.speech import Alphabet, Phone

PHONES = (
    Phone("pau", 0.0, 0.2),
    Phone("ay", 0.2, 0.6),
    Phone("m", 0.6, 0.68),
    Phone("b", 0.68, 0.74),
    Phone("aa", 0.74, 1.2),
)
TIMES_S = np.arange(0, 1.5, 0.02, dtype=np.float32)


def at(values, time_s):
    return values[int(np.argmin(np.abs(TIMES_S - time_s)))]


def test_a_diphthong_is_one_viseme_after_the_other():
    spoken = segments(PHONES, Alphabet.ARPABET)
    assert [segment.viseme for segment in spoken[1:3]] == [Viseme.OPEN, Viseme.NEAR_CLOSE_FRONT]
    assert spoken[1].end_s == spoken[2].start_s == pytest.approx(0.4)


def test_closures_side_by_side_are_one():
    assert closures(segments(PHONES, Alphabet.ARPABET)) == [(0.6, 0.74)]


def test_each_step_is_named_and_shaped_after_its_phone():
    spoken = segments(PHONES, Alphabet.ARPABET)
    names = visemes_at(spoken, TIMES_S)
    assert VISEMES[at(names, 0.1)] is VISEMES[at(names, 1.4)] is Viseme.REST
    assert VISEMES[at(names, 0.64)] is Viseme.BILABIAL
    assert tuple(at(looks_at(spoken, TIMES_S), 1.0)) == pytest.approx(LOOKS[Viseme.OPEN].mouth)


def test_the_mouth_is_what_marks_would_show_without_the_lead():
    wanted = targets(PHONES, Alphabet.ARPABET, TIMES_S)
    closure, vowel = at(wanted.mouths, 0.66), at(wanted.mouths, 1.0)
    assert closure[0] < 0.03, "the jaw is up in the closure, not before it"
    assert vowel[0] > 0.6


def test_how_shut_falls_off_within_a_frame():
    shut = targets(PHONES, Alphabet.ARPABET, TIMES_S).closures
    assert (at(shut, 0.6), at(shut, 0.74)) == pytest.approx((1.0, 1.0), abs=1e-3)
    assert (at(shut, 0.58), at(shut, 0.76)) == pytest.approx((0.5, 0.5), abs=0.01)
    assert (at(shut, 0.54), at(shut, 0.8)) == (0.0, 0.0)
