from itertools import pairwise

import pytest

from tests.face.sentences import BOB, HELLO, spoken
from visavis.face.prosody import BEAT_EVERY_S, Prosody
from visavis.speech import Alphabet, Phone


def marks_of(phones, alphabet=Alphabet.ARPABET, energy=None):
    prosody = Prosody()
    prosody.say(0.0, phones, alphabet, energy)
    return prosody.due(100.0)


def beats(marks):
    return [mark.at_s for mark in marks if mark.strength]


def ends(marks):
    return [mark.at_s for mark in marks if not mark.strength]


@pytest.mark.parametrize("alphabet", BOB)
def test_a_sentence_has_one_to_two_beats_a_second_never_crowded(alphabet):
    times_s = beats(marks_of(BOB[alphabet], alphabet))
    assert 1.0 <= len(times_s) / BOB[alphabet][-1].end_s <= 2.4
    assert min(b - a for a, b in pairwise(times_s)) >= BEAT_EVERY_S


def test_phrases_end_where_a_silence_begins():
    assert ends(marks_of(HELLO[Alphabet.ARPABET])) == pytest.approx([0.661, 1.979, 3.030, 6.028])


def test_a_long_vowel_is_stressed_and_a_short_one_is_not():
    assert beats(marks_of((Phone("aa", 0.0, 0.2),))) == [0.0]
    assert beats(marks_of((Phone("aa", 0.0, 0.06),))) == []


def test_a_marked_vowel_needs_less_length():
    assert beats(marks_of((Phone("'a", 0.0, 0.08),), Alphabet.ESPEAK)) == [0.0]
    assert beats(marks_of((Phone("a", 0.0, 0.08),), Alphabet.ESPEAK)) == []


def test_a_loud_vowel_is_stressed_sooner_than_a_soft_one():
    vowel = (Phone("aa", 0.0, 0.12),)
    assert beats(marks_of(vowel, energy=[0.9] * 6)) == [0.0]
    assert beats(marks_of(vowel, energy=[0.1] * 6)) == []


def test_each_mark_is_given_once_at_its_time():
    prosody = Prosody()
    prosody.say(1.0, spoken("aa", each_s=0.3), Alphabet.ARPABET, None)
    assert prosody.due(0.9) == []
    assert beats(prosody.due(1.1)) == [1.0]
    assert prosody.due(1.2) == []
    assert ends(prosody.due(1.4)) == pytest.approx([1.3])


def test_pieces_give_the_same_marks_as_the_whole():
    whole, pieces = Prosody(), Prosody()
    whole.say(0.5, HELLO[Alphabet.ESPEAK], Alphabet.ESPEAK, None)
    for phone in HELLO[Alphabet.ESPEAK]:
        pieces.say(0.5, (phone,), Alphabet.ESPEAK, None)
    assert pieces.due(100.0) == whole.due(100.0)


def test_nothing_is_marked_after_a_cut():
    prosody = Prosody()
    prosody.say(0.0, HELLO[Alphabet.ARPABET], Alphabet.ARPABET, None)
    prosody.cut(1.0)
    assert all(mark.at_s < 1.0 for mark in prosody.due(100.0))
