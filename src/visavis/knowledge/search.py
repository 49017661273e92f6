"""Finding the chunks that answer a question, by its words and, where the model is there, by its meaning.

By words, a chunk's score is the share of the question that it covers, 0 to 1: each word weighs as much as it
is rare in the groups (the inverse document frequency of BM25), and words that carry nothing are left out;
between equal scores BM25 decides. By meaning, it is the cosine between question and chunk. Together they are
a weighted mean: meaning finds what is said in other words, words find names and numbers.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from visavis.knowledge.passages import Place
from visavis.store.knowledge import READY
from visavis.store.tables import KnowledgeChunk, KnowledgeDocument
from visavis.store.word_index import WordIndex, words_of

if TYPE_CHECKING:
    from visavis.knowledge.minilm import Floats

CANDIDATES = 100
"""The best by BM25, and as many of the closest in meaning, among which the best by score are found."""
MEANING = 0.7
"""The share of a score that meaning has, where the model is there."""

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
    session: AsyncSession,
    index: WordIndex,
    group_ids: Sequence[str],
    question: str,
    limit: int,
    direction: Floats | None = None,
) -> list[Hit]:
    """The best first; only of documents that are ready. `direction` is what the question means."""
    words = _telling(words_of(question))
    best = await index.best(session, group_ids, words, CANDIDATES) if words else []
    coverage = await _coverage(session, index, group_ids, words) if words else {}
    scores = {id: coverage.get(id, 0.0) for id in best}
    if direction is not None:
        scores = _together(coverage, await _cosines(session, group_ids, direction), best)
    ranks = {id: rank for rank, id in enumerate(best)}
    order = sorted(scores, key=lambda id: (-scores[id], ranks.get(id, CANDIDATES), id))
    return await _hits(session, order, scores, limit)


def _together(coverage: dict[int, float], cosines: dict[int, float], best: Sequence[int]) -> dict[int, float]:
    """The scores of the best of both; a chunk that was stored without the model has its words alone."""
    closest = sorted(cosines, key=lambda id: -cosines[id])[:CANDIDATES]
    scores = {}
    for id in {*best, *closest}:
        words = coverage.get(id, 0.0)
        meaning = cosines.get(id)
        scores[id] = words if meaning is None else MEANING * max(0.0, meaning) + (1 - MEANING) * words
    return scores


async def _cosines(session: AsyncSession, group_ids: Sequence[str], direction: Floats) -> dict[int, float]:
    statement = (
        select(KnowledgeChunk.id, KnowledgeChunk.embedding)
        .join(KnowledgeDocument, KnowledgeDocument.id == KnowledgeChunk.document_id)
        .where(KnowledgeChunk.group_id.in_(group_ids), KnowledgeDocument.status == READY)
        .where(KnowledgeChunk.embedding.is_not(None))
    )
    rows = (await session.execute(statement)).all()
    return await asyncio.to_thread(_compare, rows, direction)


def _compare(rows: Sequence[Any], direction: Floats) -> dict[int, float]:
    import numpy as np

    if not rows:
        return {}
    embeddings = np.frombuffer(b"".join(row[1] for row in rows), "<f4").reshape(len(rows), len(direction))
    return dict(zip((row[0] for row in rows), (embeddings @ direction).tolist(), strict=True))


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


async def _hits(
    session: AsyncSession, order: Sequence[int], scores: dict[int, float], limit: int
) -> list[Hit]:
    statement = (
        select(KnowledgeChunk, KnowledgeDocument.filename)
        .options(defer(KnowledgeChunk.embedding))
        .join(KnowledgeDocument, KnowledgeDocument.id == KnowledgeChunk.document_id)
        .where(KnowledgeChunk.id.in_(order), KnowledgeDocument.status == READY)
    )
    found = {chunk.id: (chunk, filename) for chunk, filename in await session.execute(statement)}
    return [_hit(*found[id], scores[id]) for id in order if id in found][:limit]


def _hit(chunk: KnowledgeChunk, filename: str, score: float) -> Hit:
    return Hit(chunk.document_id, filename, chunk.text, round(score, 4), chunk.number, chunk.details)
