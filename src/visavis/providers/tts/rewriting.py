"""A text made out of another one, that remembers which characters it was made of."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable


class Rewriting:
    """Built from left to right; `text` is the result, `source(first, last)` leads back.

    Every character of the result stands for a stretch of the source; a copied character for itself.
    Removed stretches belong to nobody.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._firsts = array("l")
        self._lasts = array("l")

    @property
    def text(self) -> str:
        if len(self._parts) > 1:
            self._parts = ["".join(self._parts)]
        return self._parts[0] if self._parts else ""

    def __len__(self) -> int:
        return len(self._firsts)

    def copy(self, text: str, first: int) -> None:
        """Add `text`, which stands in the source at `first`."""
        self._parts.append(text)
        self._firsts.extend(range(first, first + len(text)))
        self._lasts.extend(range(first + 1, first + len(text) + 1))

    def replace(self, text: str, first: int, last: int) -> None:
        """Add `text`, all of which stands for source[first:last]."""
        self._parts.append(text)
        self._firsts.extend([first] * len(text))
        self._lasts.extend([last] * len(text))

    def source(self, first: int, last: int) -> tuple[int, int]:
        """The stretch of the source that text[first:last] stands for (first < last)."""
        return self._firsts[first], self._lasts[last - 1]

    def replaced(self, pattern: re.Pattern[str], words: Callable[[re.Match[str]], str]) -> Rewriting:
        """This text with other words for every match; it still leads back to the first source."""
        done = Rewriting()
        text, at = self.text, 0
        for match in pattern.finditer(text):
            done._append(self, at, match.start())
            if match.end() > match.start() and (new := words(match)):
                done.replace(new, *self.source(match.start(), match.end()))
            at = match.end()
        done._append(self, at, len(text))
        return done

    def unwrapped(self, pattern: re.Pattern[str]) -> Rewriting:
        """This text with only the group `kept` left of every match, or nothing where there is none."""
        done = Rewriting()
        text, at = self.text, 0
        for match in pattern.finditer(text):
            done._append(self, at, match.start())
            if "kept" in pattern.groupindex:
                done._append(self, *match.span("kept"))
            at = match.end()
        done._append(self, at, len(text))
        return done

    def cut(self, place: int, source_place: int) -> tuple[Rewriting, Rewriting]:
        """text[:place] and text[place:], each of which leads back into its own part of the source."""
        before, after = Rewriting(), Rewriting()
        before._append(self, 0, place)
        after._append(self, place, len(self), source_place)
        return before, after

    def _append(self, other: Rewriting, first: int, last: int, source_place: int = 0) -> None:
        self._parts.append(other.text[first:last])
        self._firsts.extend(max(at - source_place, 0) for at in other._firsts[first:last])
        self._lasts.extend(at - source_place for at in other._lasts[first:last])


def unchanged(text: str) -> Rewriting:
    """The text itself, as a rewriting to start from."""
    whole = Rewriting()
    whole.copy(text, 0)
    return whole
