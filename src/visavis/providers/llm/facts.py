"""Sentences that share telling words with a question: what is meant by an answer where nothing thinks."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

COMMON = frozenset(
    """
    a about all also am an and any are as at be been but by can could did do does for from had
    has have he her here him his how i if in into is it its just know like may me mean more my
    no not of on one or our please say she should so some tell than that the their them then
    there they this to too up us was we were what when where which who why will with would you
    your yourself
    """.split()  # noqa: SIM905 (a word list reads as words)
)
"""Words that tell nothing about what is asked."""


@dataclass(frozen=True, slots=True)
class Fact:
    sentence: str
    words: frozenset[str]
    """Its telling words."""


class Facts:
    def __init__(self, sentences: Sequence[str]) -> None:
        self.all = [Fact(sentence, telling(sentence)) for sentence in sentences]
        counts = Counter(word for fact in self.all for word in fact.words)
        self._weights = {word: math.log(1 + len(self.all) / count) for word, count in counts.items()}

    def closest(self, question: str) -> list[Fact]:
        """The best two, or the best one where it is much better, or none that shares a word."""
        asked = telling(question)
        scored = [(sum(self._weights[word] for word in asked & fact.words), fact) for fact in self.all]
        best = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: -pair[0])[:2]
        return [fact for score, fact in best if score >= 0.6 * best[0][0]]


def sentences(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"(?<=[.!?])\s+|\n+", text) if part.strip()]


def telling(text: str) -> frozenset[str]:
    words = re.findall(r"[a-z0-9]+", text.lower().replace("'s", ""))
    return frozenset(_stem(word) for word in words if word not in COMMON)


def _stem(word: str) -> str:
    """Enough to make "opens", "opened" and "opening" the same word."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
