"""Words that stand in no dictionary are pronounced as they are spelled."""

import pytest

from visavis.providers.stt.spelling import Spelling


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    return Spelling()


@pytest.mark.parametrize(
    ("word", "phones"),
    [
        ("trireme", "T R IH R IY M"),
        ("zuri", "Z UH R IY"),
        ("blorf", "B L AO R F"),
        ("vistava", "V IH S T AA V AH"),
    ],
)
def test_an_unknown_word_has_the_phones_of_its_letters(spelling: Spelling, word: str, phones: str):
    assert spelling.phones(word) == phones.split()


def test_no_word_has_no_phones(spelling: Spelling):
    assert spelling.phones("") == []
