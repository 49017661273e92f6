"""Searching an organization's knowledge, for requests and for tools."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from visavis.contract.knowledge import SearchFound, SearchRequest, Snippet
from visavis.knowledge.search import Hit, search
from visavis.model_files import ModelMissing
from visavis.services.knowledge_groups import own_group, those_left
from visavis.services.wing import ControlWing

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    hits: list[Hit]
    how: Literal["lexical", "hybrid"]
    """By words alone, or by words and by meaning."""


async def search_groups(
    wing: ControlWing, organization_id: str, group_ids: Sequence[str], question: str, limit: int
) -> Found:
    """The best first. Raises NotFound for groups that are not the organization's."""
    async with wing.database.transaction() as session:
        for group_id in group_ids:
            await own_group(session, organization_id, group_id)
    return await _search(wing, group_ids, question, limit)


async def search_for_tool(wing: ControlWing, asked: SearchRequest) -> SearchFound:
    """Groups that were deleted since the tool was given are passed over."""
    async with wing.database.transaction() as session:
        left = await those_left(session, asked.organization_id, asked.group_ids)
    if not left:
        return SearchFound(snippets=())
    found = await _search(wing, left, asked.question, asked.limit)
    return SearchFound(
        snippets=tuple(Snippet(filename=hit.filename, text=hit.text, score=hit.score) for hit in found.hits)
    )


async def _search(wing: ControlWing, group_ids: Sequence[str], question: str, limit: int) -> Found:
    direction = None
    if wing.embedder.available:
        try:
            direction = await wing.embedder.embed(question)
        except ModelMissing as error:
            log.warning("Searching by words alone: %s", error)
    async with wing.database.transaction() as session:
        hits = await search(session, wing.database.words, group_ids, question, limit, direction)
    return Found(hits, "lexical" if direction is None else "hybrid")
