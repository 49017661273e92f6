"""Thoughts that a model writes into its answer, between <think> and </think>: never to be spoken.

pieces   "<th" "ink>Hm, a gre" "eting.</thi" "nk>Hello" "!"
thoughts       "Hm, a gre" "eting."
text                                     "Hello" "!"
"""

from __future__ import annotations

from collections.abc import Iterator

from visavis.providers.base import Thought

OPEN, CLOSE = "<think>", "</think>"


class ThinkTags:
    """Only at its beginning does an answer think: later the tag is text that somebody asked for."""

    def __init__(self) -> None:
        self._thinking = self._answering = False
        self._held = ""
        """The beginning of a tag, perhaps."""

    def push(self, piece: str) -> Iterator[str | Thought]:
        """What of the piece, and of what was held back before it, is certain by now."""
        self._held += piece
        if not (self._thinking or self._answering):
            begun = self._held.lstrip()
            if len(begun) < len(OPEN) and OPEN.startswith(begun):
                return
            self._thinking = begun.startswith(OPEN)
            self._answering = not self._thinking
            if self._thinking:
                self._held = begun.removeprefix(OPEN)
        if self._thinking:
            thought, closed, rest = self._held.partition(CLOSE)
            if not closed:
                keep = _beginning_at_end(self._held)
                thought, rest = self._held[: len(self._held) - keep], self._held[len(self._held) - keep :]
            self._held = rest
            if thought:
                yield Thought(thought)
            if not closed:
                return
            self._thinking, self._answering = False, True
            self._held = self._held.lstrip()
        text, self._held = self._held, ""
        if text:
            yield text

    def finish(self) -> Iterator[str | Thought]:
        """The answer is at its end."""
        held, self._held = self._held, ""
        if held:
            yield Thought(held) if self._thinking else held


def _beginning_at_end(text: str) -> int:
    """How many of its last characters may be the beginning of CLOSE."""
    return next((n for n in range(len(CLOSE) - 1, 0, -1) if text.endswith(CLOSE[:n])), 0)
