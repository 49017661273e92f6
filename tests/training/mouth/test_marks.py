"""Marks brought to what the sound does."""

import numpy as np
import pytest
from training.mouth.marks import GAP_S, LATE_S, settled
from training.mouth.recording import Recording

from visavis.speech import Alphabet, Phone


def recording(engine, voice, *phones):
    alphabet = Alphabet.ESPEAK if engine == "espeak" else Alphabet.ARPABET
    return Recording(engine, voice, 1, np.zeros(10, np.int16), 16_000, phones, alphabet)


def test_a_voice_whose_marks_are_early_is_moved_as_a_whole():
    found = settled(recording("flite", "slt", Phone("aa", 0.1, 0.2), Phone("p", 0.2, 0.3))).phones
    late_s = LATE_S["flite-slt"]
    assert [phone.start_s for phone in found] == pytest.approx([0.1 + late_s, 0.2 + late_s])
    assert found[0].end_s == found[1].start_s


def test_the_closure_before_a_burst_belongs_to_the_stop():
    vowel, stop = settled(recording("espeak", "m1", Phone("'aI", 0.1, 0.3), Phone("p", 0.3, 0.34))).phones
    assert stop.start_s == vowel.end_s == pytest.approx(0.3 - GAP_S)
    assert (vowel.start_s, stop.end_s) == (0.1, 0.34)


def test_a_short_phone_before_a_burst_keeps_half_of_itself():
    found = settled(recording("espeak", "m1", Phone("s", 0.1, 0.14), Phone("p", 0.14, 0.2)))
    assert found.phones[0].end_s == found.phones[1].start_s == pytest.approx(0.12)


@pytest.mark.parametrize("before", ["_", "_:"])
def test_after_a_pause_nothing_tells_when_lips_shut(before):
    given = (Phone(before, 0.0, 0.2), Phone("p", 0.2, 0.3))
    assert settled(recording("espeak", "m1", *given)).phones == given


def test_other_phones_of_espeak_stay_where_they_are():
    given = (Phone("a", 0.0, 0.2), Phone("b", 0.2, 0.3), Phone("m", 0.3, 0.4), Phone("s", 0.4, 0.5))
    assert settled(recording("espeak", "m1", *given)).phones == given


def test_our_own_engine_marks_what_it_does():
    given = recording("formant", "v00", Phone("aa", 0.0, 0.2), Phone("p", 0.2, 0.3))
    assert settled(given) is given
