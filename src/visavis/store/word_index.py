"""Finding chunks by their words, with the full-text index of the database."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Protocol

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

WORD = re.compile(r"\w+")
MOST_WORDS = 32
"""Of a question; what comes after them is passed over."""


class WordIndex(Protocol):
    """Chunks are named by their ids. Documents that are not ready may be among them."""

    async def best(
        self, session: AsyncSession, group_ids: Collection[str], words: Sequence[str], limit: int
    ) -> list[int]:
        """Chunks that hold any of the words, the best first."""
        ...

    async def holding(self, session: AsyncSession, group_ids: Collection[str], word: str) -> set[int]:
        """All chunks that hold the word, inflected forms included."""
        ...


class SqliteWords:
    """FTS5: English stems, no accents; ranked by BM25 over all chunks of the server."""

    async def best(
        self, session: AsyncSession, group_ids: Collection[str], words: Sequence[str], limit: int
    ) -> list[int]:
        statement = text(
            "SELECT rowid FROM knowledge_words WHERE knowledge_words MATCH :query "
            "ORDER BY bm25(knowledge_words, 0.0, 1.0), rowid LIMIT :limit"
        )
        query = {"query": _query(group_ids, words), "limit": limit}
        return list(await session.scalars(statement, query))

    async def holding(self, session: AsyncSession, group_ids: Collection[str], word: str) -> set[int]:
        statement = text("SELECT rowid FROM knowledge_words WHERE knowledge_words MATCH :query")
        return set(await session.scalars(statement, {"query": _query(group_ids, [word])}))


class PostgresWords:
    """tsvector: English stems, no accents; ranked much like BM25, over the chunks of the groups.

    `ts_rank` of one word grows with how often it stands in a chunk, ever more slowly, and shrinks with the
    chunk's length; weighed by how rare the word is, that is BM25 but for its constants.
    """

    async def best(
        self, session: AsyncSession, group_ids: Collection[str], words: Sequence[str], limit: int
    ) -> list[int]:
        statement = text(
            """
            WITH wanted AS (
                SELECT place, knowledge_query(word) AS query
                FROM unnest(CAST(:words AS text[])) WITH ORDINALITY AS given(word, place)
            ), held AS (
                SELECT id, ts_rank(words, query, 1) AS rank, count(*) OVER (PARTITION BY place) AS holding
                FROM wanted JOIN knowledge_chunks ON words @@ query
                WHERE group_id = ANY(CAST(:groups AS text[]))
            ), whole AS (
                SELECT count(*) AS total FROM knowledge_chunks WHERE group_id = ANY(CAST(:groups AS text[]))
            )
            SELECT id FROM held, whole GROUP BY id
            ORDER BY sum(rank * ln(1 + (total - holding + 0.5) / (holding + 0.5))) DESC, id LIMIT :limit
            """
        )
        given = {"words": list(words), "groups": list(group_ids), "limit": limit}
        return list(await session.scalars(statement, given))

    async def holding(self, session: AsyncSession, group_ids: Collection[str], word: str) -> set[int]:
        statement = text(
            "SELECT id FROM knowledge_chunks "
            "WHERE words @@ knowledge_query(:word) AND group_id = ANY(CAST(:groups AS text[]))"
        )
        return set(await session.scalars(statement, {"word": word, "groups": list(group_ids)}))


WORD_INDEXES: dict[str, type[WordIndex]] = {"sqlite": SqliteWords, "postgresql": PostgresWords}
"""By the name of the database's dialect."""


def words_of(question: str) -> list[str]:
    """Its different words, in lower case."""
    return list(dict.fromkeys(word.lower() for word in WORD.findall(question)))[:MOST_WORDS]


def _query(group_ids: Collection[str], words: Sequence[str]) -> str:
    """In FTS5's language, in which a quoted word is nothing but that word."""
    scopes = " OR ".join(f'"{group_id.replace("-", "")}"' for group_id in group_ids)
    wanted = " OR ".join(f'"{word}"' for word in words)
    return f"scope : ({scopes}) AND text : ({wanted})"
