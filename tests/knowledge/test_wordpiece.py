"""Texts become the numbers of word pieces."""

from __future__ import annotations

import pytest
from tests.knowledge.real_model import minilm_files

from visavis.knowledge.models import VOCABULARY
from visavis.knowledge.wordpiece import WordPieces, read_vocabulary

PIECES = ["[UNK]", "[CLS]", "[SEP]", "a", "##b", "##bc", "un", "##known", "!", "cafe", "日"]


def tokens(text: str, longest: int = 100) -> list[str]:
    return [PIECES[number] for number in WordPieces(PIECES).encode(text, longest)]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("abc", ["a", "##bc"]),
        ("abb", ["a", "##b", "##b"]),
        ("unknown", ["un", "##known"]),
        ("a!a", ["a", "!", "a"]),
        ("CAFÉ", ["cafe"]),
        ("日a", ["日", "a"]),
        ("a\u200bb\x00", ["a", "##b"]),
        ("ax", ["[UNK]"]),
        ("a" + "b" * 100, ["[UNK]"]),
        (" \t\n", []),
    ],
)
def test_the_longest_known_piece_comes_first(text: str, inside: list[str]) -> None:
    assert tokens(text) == ["[CLS]", *inside, "[SEP]"]


def test_a_long_text_ends_early() -> None:
    assert tokens("a a a a a", longest=4) == ["[CLS]", "a", "a", "[SEP]"]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("How do I reset my password?", [2129, 2079, 1045, 25141, 2026, 20786, 1029]),
        ("Zürich Café naïve", [10204, 7668, 15743]),
        ("日本語 and 漢字。", [1864, 1876, 1950, 1998, 1904, 100, 1636]),
        (
            "foo_bar-baz $5+6=11 `x`^~|",
            [
                *(29379, 1035, 3347, 1011, 8670, 2480, 1002, 1019, 1009, 1020, 1027, 2340),
                *(1036, 1060, 1036, 1034, 1066, 1064),
            ],
        ),
        ("antidisestablishmentarianism", [3424, 10521, 4355, 7875, 13602, 3672, 12199, 2964]),
    ],
)
def test_the_models_own_tokenizer_says_the_same(text: str, inside: list[int]) -> None:
    """The numbers are those that the `tokenizers` package gives for the model's tokenizer.json."""
    words = read_vocabulary(minilm_files() / VOCABULARY.file_name)

    assert words.encode(text, 256) == [101, *inside, 102]
