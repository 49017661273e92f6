"""How vendors time what they say, as marks: characters and words at places of the text that was sent.

Their times are hints. What is no number, runs backwards, or lies beyond all sound is left out: the mouth is
then read from the sound, and a word counts as heard with the one after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from math import isfinite
from typing import NamedTuple

import numpy as np

from visavis.speech import Character, Pcm, Word

MOST_AHEAD_S = 10.0
"""A mark so far behind the last sound that came is none: milliseconds taken for seconds, say."""
LOOK_AHEAD = 40
"""Characters of the text among which the next word is looked for."""
_WORD = re.compile(r"\S+")
_MARKUP = re.compile(r"<[^>]*>")
_EDGES = re.compile(r"^\W+|\W+$")


class Timed(NamedTuple):
    """A word or a character, and when it sounds (s from the first sample of its utterance)."""

    text: str
    start_s: float
    end_s: float


class Samples:
    """Bytes of s16le as samples, wherever the pieces were cut; and how long they last."""

    def __init__(self, rate_hz: int) -> None:
        self.rate_hz = rate_hz
        self._odd = b""
        self._count = 0

    @property
    def seconds(self) -> float:
        return self._count / self.rate_hz

    def push(self, data: bytes) -> Pcm:
        data = self._odd + data
        whole = len(data) - len(data) % 2
        self._odd = data[whole:]
        pcm = np.frombuffer(data[:whole], dtype="<i2").astype(np.int16, copy=False)
        self._count += len(pcm)
        return pcm


def plausible(marks: Iterable[Timed], sound_s: float, not_before_s: float = 0.0) -> Iterator[Timed]:
    """Those in order; `sound_s` is how much sound has come."""
    at_s = not_before_s
    for text, start_s, end_s in marks:
        if isfinite(start_s) and isfinite(end_s) and at_s - 1e-6 <= start_s <= sound_s + MOST_AHEAD_S:
            at_s = start_s
            yield Timed(text, start_s, min(max(end_s, start_s), sound_s + MOST_AHEAD_S))


class SpelledOut:
    """The characters of one text, as they are timed one after the other; and the words that they make."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words = [match.span() for match in _WORD.finditer(text)]
        self._place = 0
        self._at_s = 0.0
        self._begun: tuple[float, float] | None = None
        """From when to when the characters of the next word sound, as far as they came."""

    def push(self, timed: Iterable[Timed], sound_s: float) -> tuple[tuple[Character, ...], tuple[Word, ...]]:
        marks = list(plausible(timed, sound_s, self._at_s))
        if len(marks) > 1 and marks[-1].end_s <= marks[0].start_s:
            return (), ()  # all at once is no time
        characters, words = list[Character](), list[Word]()
        for text, start_s, end_s in marks:
            place = self._text.find(text[:1], self._place, self._place + LOOK_AHEAD) if text else -1
            if place < 0:
                continue
            words.extend(self._words_before(place))
            characters.append(Character(place, start_s, end_s))
            self._place, self._at_s = place + len(text), start_s
            if self._words and self._words[0][0] <= place < self._words[0][1]:
                self._begun = (self._begun[0] if self._begun else start_s, end_s)
        return tuple(characters), (*words, *self._words_before(self._place))

    def finish(self) -> tuple[Word, ...]:
        """The last word, where no space follows it."""
        return tuple(self._words_before(len(self._text)))

    def _words_before(self, place: int) -> Iterator[Word]:
        """Those that end there or earlier, as far as any of their characters were timed."""
        while self._words and self._words[0][1] <= place:
            (first, last), self._begun = self._words.pop(0), self._begun
            if self._begun is not None:
                yield Word(first, last, *self._begun)
            self._begun = None


class FoundWords:
    """Finds words that a vendor times in the text that it was sent, one after the other."""

    def __init__(self, text: str) -> None:
        self._text = text.casefold() if len(text.casefold()) == len(text) else text
        self._place = 0
        self._at_s = 0.0

    def push(self, timed: Iterable[Timed], sound_s: float) -> tuple[Word, ...]:
        """What cannot be found was spelled otherwise: it goes with the word after it."""
        words = []
        for text, start_s, end_s in plausible(timed, sound_s, self._at_s):
            bare = _EDGES.sub("", _MARKUP.sub("", text)).casefold()
            first = self._text.find(bare, self._place, self._place + len(bare) + LOOK_AHEAD) if bare else -1
            if first >= 0:
                self._place, self._at_s = first + len(bare), start_s
                words.append(Word(first, self._place, start_s, end_s))
        return tuple(words)
