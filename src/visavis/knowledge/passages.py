"""Passages: what a document says, piece by piece, and where each piece stands."""

from __future__ import annotations

from dataclasses import dataclass, field

Place = dict[str, str | int]


class Unreadable(Exception):
    """A file that cannot be read; `str(error)` is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Passage:
    text: str
    place: Place = field(default_factory=dict)
    """page, section, row or line; pages, rows and lines are counted from 1."""
    alone: bool = False
    """Becomes a chunk of its own; others are packed together with their neighbours of the same place."""
    done: float = 0.0
    """How far through the file it is, 0 to 1."""
