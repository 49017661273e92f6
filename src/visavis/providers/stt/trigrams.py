"""A language model of a few sentences: counted words, pairs and triples, smoothed after Witten and Bell.

Small and quick to make: what has been said once is likely, everything else is shared out among the words that
occur at all. I. H. Witten, T. C. Bell: The zero-frequency problem (1991), method C.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable

BEGIN, END = "<s>", "</s>"

_NEVER = "-99"
"""The log probability of what cannot come, by the custom of ARPA files."""

Words = tuple[str, ...]


class Trigrams:
    def __init__(self, sentences: Iterable[Words]) -> None:
        self._counts: tuple[Counter[Words], ...] = (Counter(), Counter(), Counter())
        self._following: dict[Words, Counter[str]] = defaultdict(Counter)
        for sentence in sentences:
            words = (BEGIN, *sentence, END)
            for order, counts in enumerate(self._counts):
                counts.update(words[start : start + order + 1] for start in range(len(words) - order))
        self._counts[0][(BEGIN,)] = 0  # nothing comes before it
        for counts in self._counts[1:]:
            for (*before, word), count in counts.items():
                self._following[tuple(before)][word] = count
        self._single = self._of_single_words()

    def _of_single_words(self) -> dict[str, float]:
        counts = self._counts[0]
        kinds, total = len(counts), sum(counts.values())
        return {word: (count + 1) / (total + kinds) for (word,), count in counts.items()}

    def probability(self, word: str, before: Words = ()) -> float:
        """Of `word` after up to two words; `word` must occur."""
        if not before:
            return self._single[word]
        following, shorter = self._following.get(before), self.probability(word, before[1:])
        if not following:
            return shorter
        return (following[word] + len(following) * shorter) / (following.total() + len(following))

    def back_off(self, before: Words) -> float:
        """The factor of the shorter history's probability for words that never came after `before`."""
        following = self._following.get(before)
        if not following:
            return 1.0
        left = 1 - sum(self.probability(word, before) for word in following)
        left_shorter = 1 - sum(self.probability(word, before[1:]) for word in following)
        return max(left, 1e-6) / max(left_shorter, 1e-6)

    def arpa(self) -> str:
        """As an ARPA file."""
        singles, pairs, triples = self._counts
        sizes = (f"ngram {order}={len(counts)}" for order, counts in enumerate(self._counts, 1))
        lines = ["\\data\\", *sizes, "", "\\1-grams:"]
        for (word,) in singles:
            likely = _NEVER if word == BEGIN else _log(self._single[word])
            lines.append(f"{likely}\t{word}\t{_log(self.back_off((word,)))}")
        lines += ["", "\\2-grams:"]
        for one, two in pairs:
            likely, back_off = _log(self.probability(two, (one,))), _log(self.back_off((one, two)))
            lines.append(f"{likely}\t{one} {two}\t{back_off}")
        lines += ["", "\\3-grams:"]
        for one, two, three in triples:
            lines.append(f"{_log(self.probability(three, (one, two)))}\t{one} {two} {three}")
        return "\n".join([*lines, "", "\\end\\", ""])


def _log(probability: float) -> str:
    return f"{math.log10(probability):.4f}"
