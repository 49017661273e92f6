"""Finding the chunks that answer a question.

A chunk's score is the share of the question that its words cover, 0 to 1: each word weighs as much as it is
rare in the group (the inverse document frequency of BM25), and words that carry nothing are left out. Between
equal scores BM25 decides.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.knowledge.passages import Place
from visavis.store.knowledge import READY
from visavis.store.tables import KnowledgeChunk, KnowledgeDocument
from visavis.store.word_index import WordIndex, words_of

CANDIDATES = 100
"""The best by BM25, of which the best by score are found."""

_EMPTY = """
a about am an and any are as at be been but by can could did do does for from had has have he her him his
how i if in into is it its just let me my no not of on or our she should so some tell than that the their
them then there these they this those to us was we were what when where which who whom why will with
would you your
"""
EMPTY_WORDS = frozenset(_EMPTY.split())
"""English words of which a question is mostly made; a question of nothing else keeps them."""


@dataclass(frozen=True, slots=True)
class Hit:
    document_id: str
    filename: str
    text: str
    score: float
    number: int
    place: Place


async def search(
    session: AsyncSession, index: WordIndex, group_ids: Sequence[str], question: str, limit: int
) -> list[Hit]:
    """The best first; only of documents that are ready."""
    words = _telling(words_of(question))
    if not words:
        return []
    best = await index.best(session, group_ids, words, CANDIDATES)
    coverage = await _coverage(session, index, group_ids, words)
    ranks = {id: rank for rank, id in enumerate(best)}
    order = sorted(ranks, key=lambda id: (-coverage.get(id, 0.0), ranks[id]))
    hits = await _hits(session, order, coverage)
    return hits[:limit]


def _telling(words: list[str]) -> list[str]:
    return [word for word in words if word not in EMPTY_WORDS] or words


async def _coverage(
    session: AsyncSession, index: WordIndex, group_ids: Sequence[str], words: Sequence[str]
) -> dict[int, float]:
    total = await session.scalar(
        select(func.count()).select_from(KnowledgeChunk).where(KnowledgeChunk.group_id.in_(group_ids))
    )
    holding = {word: await index.holding(session, group_ids, word) for word in words}
    weights = {word: _weight(total or 0, len(ids)) for word, ids in holding.items()}
    whole = sum(weights.values())
    coverage: dict[int, float] = {}
    for word, ids in holding.items():
        for id in ids:
            coverage[id] = coverage.get(id, 0.0) + weights[word] / whole
    return coverage


def _weight(total: int, holding: int) -> float:
    return math.log(1 + (total - holding + 0.5) / (holding + 0.5))


async def _hits(session: AsyncSession, order: Sequence[int], scores: dict[int, float]) -> list[Hit]:
    statement = (
        select(KnowledgeChunk, KnowledgeDocument.filename)
        .join(KnowledgeDocument, KnowledgeDocument.id == KnowledgeChunk.document_id)
        .where(KnowledgeChunk.id.in_(order), KnowledgeDocument.status == READY)
    )
    found = {chunk.id: (chunk, filename) for chunk, filename in await session.execute(statement)}
    return [
        Hit(
            chunk.document_id,
            filename,
            chunk.text,
            round(scores.get(id, 0.0), 4),
            chunk.number,
            chunk.details,
        )
        for id in order
        if id in found
        for chunk, filename in [found[id]]
    ]
