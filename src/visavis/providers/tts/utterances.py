"""Long text in utterances a synthesizer can take: bounded in memory, time and what a crash costs."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST = 300
"""Characters; about 20 s of speech, and 60 ms of work before its first sound."""

_BREAKS = (
    re.compile(r"[.!?…。！？]+[\"'”’)\]]*\s+|\n+"),
    re.compile(r"[,;:،、，；]+\s+|\s+[-–—]+\s+"),
    re.compile(r"\s+"),
)
"""Where to break, best first."""


def utterances(text: str) -> Iterator[tuple[int, str]]:
    """Cut text into (position, part); the parts together are the text. Linear time."""
    at = 0
    while len(text) - at > LONGEST:
        end = _break(text[at : at + LONGEST])
        yield at, text[at : at + end]
        at += end
    if at < len(text):
        yield at, text[at:]


def _break(window: str) -> int:
    """The end of the last break of the best kind, unless that leaves less than half the window."""
    for pattern in _BREAKS:
        end = max((match.end() for match in pattern.finditer(window)), default=0)
        if end >= len(window) // 2:
            return end
    return len(window)
