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
        self._step = self._begin
        self._held = ""
        """What cannot be told yet: the beginning of a tag, perhaps."""

    def push(self, piece: str) -> Iterator[str | Thought]:
        """What of the piece, and of what was held back before it, is certain by now."""
        self._held += piece
        yield from self._step()

    def _begin(self) -> Iterator[str | Thought]:
        begun = self._held.lstrip()
        if begun.startswith(OPEN):
            self._held, self._step = begun.removeprefix(OPEN), self._think
        elif not OPEN.startswith(begun):
            self._step = self._answer
        else:
            return
        yield from self._step()

    def _think(self) -> Iterator[str | Thought]:
        thought, closed, rest = self._held.partition(CLOSE)
        if not closed:
            certain = len(self._held) - _beginning_at_end(self._held)
            thought, rest = self._held[:certain], self._held[certain:]
        self._held = rest
        if thought:
            yield Thought(thought)
        if closed:
            self._step = self._draw_breath
            yield from self._step()

    def _draw_breath(self) -> Iterator[str | Thought]:
        """Between thoughts and answer stand empty lines."""
        self._held = self._held.lstrip()
        if self._held:
            self._step = self._answer
            yield from self._step()

    def _answer(self) -> Iterator[str | Thought]:
        text, self._held = self._held, ""
        if text:
            yield text

    def finish(self) -> Iterator[str | Thought]:
        """The answer is at its end."""
        held, self._held = self._held, ""
        if held:
            yield Thought(held) if self._step == self._think else held


def _beginning_at_end(text: str) -> int:
    """How many of its last characters may be the beginning of CLOSE."""
    return next((n for n in range(len(CLOSE) - 1, 0, -1) if text.endswith(CLOSE[:n])), 0)
