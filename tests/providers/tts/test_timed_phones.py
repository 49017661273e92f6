"""Characters of the IPA with their times, as phones and words."""

from __future__ import annotations

from itertools import pairwise

import pytest

from visavis.providers.tts.timed_phones import marks_of
from visavis.providers.tts.timing import Timed
from visavis.speech import Phone


def spelled(symbols: str, each_s: float = 0.1) -> list[Timed]:
    return [
        Timed(symbol, round(number * each_s, 3), round((number + 1) * each_s, 3))
        for number, symbol in enumerate(symbols)
    ]


def test_stress_goes_with_the_phone_after_it_and_length_with_the_one_before() -> None:
    phones, words = marks_of(spelled("tˈuː"), "two")
    assert phones == [Phone("t", 0.0, 0.1), Phone("ˈuː", 0.1, 0.4)]
    assert [(word.first, word.last, word.start_s, word.end_s) for word in words] == [(0, 3, 0.0, 0.4)]


def test_a_gap_that_nobody_sees_is_none_and_a_longer_one_is_a_pause() -> None:
    short, _ = marks_of([Timed("a", 0, 0.1), Timed(" ", 0.1, 0.13), Timed("b", 0.13, 0.2)], "a b")
    assert [(phone.symbol, phone.end_s) for phone in short] == [("a", 0.13), ("b", 0.2)]
    long, _ = marks_of(
        [Timed("a", 0, 0.1), Timed(",", 0.1, 0.2), Timed(" ", 0.2, 0.3), Timed("b", 0.3, 0.4)], "a, b"
    )
    assert [(phone.symbol, phone.end_s) for phone in long] == [("a", 0.1), ("_", 0.3), ("b", 0.4)]


def test_each_run_is_a_word_where_there_are_as_many() -> None:
    text = "Yes - no!"
    _, words = marks_of(spelled("jɛs nˈoʊ!"), text)
    assert [(text[word.first : word.last], word.start_s, word.end_s) for word in words] == [
        ("Yes", 0.0, pytest.approx(0.3)),
        ("no", pytest.approx(0.4), pytest.approx(0.8)),
    ]


@pytest.mark.parametrize(
    ("symbols", "text", "spoken"),
    [
        ("faɪv dɑləɹz ɔf", "$5 off", ["$5", "off"]),  # more runs than words
        ("əvðə siː", "of the sea", ["of", "the", "sea"]),  # fewer
    ],
)
def test_otherwise_the_words_share_the_time_in_order_up_to_its_end(
    symbols: str, text: str, spoken: list[str]
) -> None:
    timed = spelled(symbols)
    _, words = marks_of(timed, text)
    assert [text[word.first : word.last] for word in words] == spoken
    assert words[0].start_s == 0.0
    assert words[-1].end_s == timed[-1].end_s
    assert all(one.end_s == after.start_s for one, after in pairwise(words))
    assert all(word.start_s < word.end_s for word in words)


def test_nothing_timed_is_nothing_told() -> None:
    assert marks_of([], "hello") == ([], [])
    assert marks_of(spelled("..."), "...")[1] == []
