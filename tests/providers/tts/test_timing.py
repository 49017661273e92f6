"""Vendors' times as marks at places of the text."""

from math import inf, nan

import numpy as np
import pytest

from visavis.providers.tts.timing import FoundWords, Samples, SpelledOut, Timed, plausible

TEXT = "Hi you. Bye"


def letters(text, first=0):
    return [Timed(letter, (first + at) / 10, (first + at + 1) / 10) for at, letter in enumerate(text)]


def test_samples_join_wherever_the_bytes_were_cut():
    samples, data = Samples(1000), np.arange(-50, 50, dtype="<i2").tobytes()
    pieces = [samples.push(data[first : first + 7]) for first in range(0, len(data), 7)]
    assert np.concatenate(pieces).tolist() == list(range(-50, 50))
    assert samples.seconds == 0.1


@pytest.mark.parametrize("cuts", [[11], [1, 11], [2, 3, 9, 11], list(range(1, 12))])
def test_words_are_whole_however_the_messages_were_cut(cuts):
    spelled, words, characters, first = SpelledOut(TEXT), [], [], 0
    for cut in cuts:
        more, ended = spelled.push(letters(TEXT[first:cut], first), sound_s=cut / 10)
        characters.extend(more)
        words.extend(ended)
        first = cut
    words.extend(spelled.finish())
    assert [TEXT[word.first : word.last] for word in words] == ["Hi", "you.", "Bye"]
    assert [(word.start_s, word.end_s) for word in words] == [(0.0, 0.2), (0.3, 0.7), (0.8, 1.1)]
    assert [character.place for character in characters] == list(range(11))


def test_characters_that_the_text_does_not_have_are_passed_over():
    spelled = SpelledOut("Hi you")
    characters, words = spelled.push(letters(" Hi~ you"), sound_s=1.0)
    assert [character.place for character in characters] == [2, 3, 4, 5] or words  # the space came first
    spelled = SpelledOut("Hi you")
    _, words = spelled.push(letters("H\ufffdi yo\ufffdu"), sound_s=1.0)
    assert [(word.first, word.last) for word in (*words, *spelled.finish())] == [(0, 2), (3, 6)]


def test_characters_that_are_told_again_count_once():
    spelled = SpelledOut(TEXT)
    spelled.push(letters("Hi you."), sound_s=0.7)
    again, _ = spelled.push(letters("Hi"), sound_s=0.8)
    assert again == ()


@pytest.mark.parametrize(
    "times",
    [
        [(0.0, 0.0)] * 3,
        [(nan, nan)] * 3,
        [(inf, inf)] * 3,
        [(-1.0, 0.5)] * 3,
        [(350.0, 400.0), (400.0, 450.0), (450.0, 500.0)],
    ],
)
def test_times_that_cannot_be_give_no_marks(times):
    marks = [Timed(letter, *span) for letter, span in zip("Hi ", times, strict=True)]
    assert SpelledOut("Hi you").push(marks, sound_s=0.5) == ((), ())


def test_a_time_that_runs_backwards_is_left_out():
    marks = [Timed("a", 0.1, 0.2), Timed("b", 0.05, 0.3), Timed("c", 0.3, 0.2)]
    assert list(plausible(marks, 1.0)) == [Timed("a", 0.1, 0.2), Timed("c", 0.3, 0.3)]


def test_words_are_found_in_order_whatever_hangs_on_them():
    found = FoundWords("The “Red” boat, the red one, costs 9 euros.")
    told = ["the", "red", "<break/>boat", ",", "THE", "red", "one,", "costs", "nine", "euros."]
    words = found.push([Timed(word, at / 2, at / 2 + 0.4) for at, word in enumerate(told)], sound_s=6.0)
    text = "The “Red” boat, the red one, costs 9 euros."
    assert [text[word.first : word.last] for word in words] == [
        "The", "Red", "boat", "the", "red", "one", "costs", "euros",
    ]  # fmt: skip
