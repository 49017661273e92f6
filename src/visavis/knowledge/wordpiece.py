"""BERT's tokens: text to the numbers of word pieces, without regard to case and accents.

As described by Devlin et al., "BERT" (2018), section 3, and by the model's own vocabulary file, in which
"##" begins a piece that continues a word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

LONGEST_WORD = 100
"""Characters; a longer word is unknown."""

START, END, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"

IDEOGRAPHS = "㐀-䶿一-鿿豈-﫿\U00020000-\U0002fa1f"
ASCII_SIGNS = frozenset("$+<=>^`|~")
"""Which Unicode does not call punctuation, and BERT does."""


class WordPieces:
    def __init__(self, vocabulary: Iterable[str]) -> None:
        """`vocabulary`: the pieces in the order of their numbers."""
        self._numbers = {piece: number for number, piece in enumerate(vocabulary)}
        self._start, self._end, self._unknown = (self._numbers[mark] for mark in (START, END, UNKNOWN))

    def encode(self, text: str, longest: int) -> list[int]:
        """`longest` numbers at most, the marks for start and end included."""
        inside: list[int] = []
        for word in _words(text):
            inside.extend(self._pieces(word))
            if len(inside) >= longest - 2:
                break
        return [self._start, *inside[: longest - 2], self._end]

    def _pieces(self, word: str) -> list[int]:
        """The longest known beginning, again and again."""
        if len(word) > LONGEST_WORD:
            return [self._unknown]
        numbers, start = [], 0
        while start < len(word):
            prefix = "##" if start else ""
            ends = range(len(word), start, -1)
            end = next((end for end in ends if prefix + word[start:end] in self._numbers), None)
            if end is None:
                return [self._unknown]
            numbers.append(self._numbers[prefix + word[start:end]])
            start = end
        return numbers


def read_vocabulary(path: Path) -> WordPieces:
    return WordPieces(path.read_text(encoding="utf-8").splitlines())


def _words(text: str) -> Iterator[str]:
    """Words and single signs."""
    shown = "".join(character for character in text if _is_shown(character))
    apart = re.sub(f"([{IDEOGRAPHS}])", r" \1 ", shown)
    bare = unicodedata.normalize("NFD", apart.lower())
    for part in "".join(c for c in bare if unicodedata.category(c) != "Mn").split():
        word = ""
        for character in part:
            if _is_sign(character):
                if word:
                    yield word
                yield character
                word = ""
            else:
                word += character
        if word:
            yield word


def _is_shown(character: str) -> bool:
    if character in "\t\n\r":
        return True
    return character != "\ufffd" and not unicodedata.category(character).startswith("C")


def _is_sign(character: str) -> bool:
    return character in ASCII_SIGNS or unicodedata.category(character).startswith("P")
