"""Chunks: passages packed until they have about the wished size, each beginning with the end of the last."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from visavis.knowledge.passages import Passage, Place

DEFAULT_SIZE = 1000
DEFAULT_OVERLAP = 200
"""Characters, as the public API has them."""

SMALLEST_SIZE = 50
LARGEST_SIZE = 10_000
LONGEST_ALONE = 20_000
"""Characters of a passage that stands alone; what is longer is cut all the same."""

BETWEEN = "\n\n"
SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+|(?<=[。！？])|\n+")
SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Chunk:
    text: str
    place: Place
    done: float
    embedding: bytes | None = None
    """What it means, as `KnowledgeChunk` stores it; None: not known."""


def chunked(passages: Iterable[Passage], size: int, overlap: int) -> Iterator[Chunk]:
    """Every chunk has at most `size` characters, but for passages that stand alone.

    `overlap` is at most half of `size`.
    """
    packed, place, done = "", Place(), 0.0
    fresh = False  # whether `packed` is more than the end of the last chunk

    for passage in passages:
        if passage.alone or passage.place != place:
            if fresh:
                yield Chunk(packed, place, done)
            packed, fresh = "", False
        place, done = passage.place, passage.done
        if passage.alone:
            yield from (Chunk(piece, place, done) for piece in _pieces(passage.text, LONGEST_ALONE))
            continue
        text, glue = passage.text, BETWEEN
        while len(_joined(packed, glue, text)) > size:
            if fresh:
                yield Chunk(packed, place, done)
                packed, fresh = _tail(packed, overlap), False
            elif len(text) <= size:
                packed = ""  # rather no overlap than half a paragraph
            else:
                head, text = _split(text, size - len(packed) - len(glue))
                packed, fresh, glue = _joined(packed, glue, head), True, " "
        packed, fresh = _joined(packed, glue, text), True
    if fresh:
        yield Chunk(packed, place, done)


def _joined(packed: str, glue: str, text: str) -> str:
    return f"{packed}{glue}{text}" if packed else text


def _pieces(text: str, longest: int) -> Iterator[str]:
    while len(text) > longest:
        piece, text = _split(text, longest)
        yield piece
    yield text


def _split(text: str, longest: int) -> tuple[str, str]:
    """In two, the first of at most `longest` characters: at the end of a sentence, else between words, else
    anywhere."""
    head = text[: longest + 1]
    end = _last(SENTENCE_END, head) or _last(SPACE, head) or longest
    return text[:end].rstrip(), text[end:].lstrip()


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Where the last match begins; 0 when there is none in the second half."""
    starts = [match.start() for match in pattern.finditer(text, len(text) // 2)]
    return starts[-1] if starts else 0


def _tail(text: str, longest: int) -> str:
    """The end of a text, from the beginning of a sentence, else of a word."""
    if len(text) <= longest:
        return text
    end = text[len(text) - longest :] if longest else ""
    for pattern in (SENTENCE_END, SPACE):
        first = pattern.search(end)
        if first and first.end() < len(end):
            return end[first.end() :]
    return ""
