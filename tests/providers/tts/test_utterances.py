import random

import pytest

from visavis.providers.tts.utterances import LONGEST, utterances


@pytest.mark.parametrize("seed", range(20))
def test_the_parts_together_are_the_text(seed: int) -> None:
    chance = random.Random(seed)
    text = "".join(chance.choices("ab ,.!\n-é。", weights=[20, 20, 8, 1, 1, 1, 1, 1, 2, 1], k=3000))
    parts = list(utterances(text))
    assert "".join(part for _, part in parts) == text
    assert all(text[first:].startswith(part) for first, part in parts)
    assert max(len(part) for _, part in parts) <= LONGEST


def test_short_text_is_one_utterance() -> None:
    assert list(utterances("Hello. You.")) == [(0, "Hello. You.")]


def test_it_breaks_at_sentences_before_commas_and_at_commas_before_spaces() -> None:
    sentence = "one two, " * 25 + "three. "
    assert next(utterances(sentence + "four, five " * 20))[1] == sentence
    listed = "one two three four, " * 14
    assert next(utterances(listed + "five six seven eight nine " * 5))[1] == listed


def test_a_word_without_end_is_cut_somewhere() -> None:
    assert [len(part) for _, part in utterances("a" * 700)] == [300, 300, 100]


def test_nothing_is_no_utterance() -> None:
    assert list(utterances("")) == []
