"""Searching an organization's knowledge, for requests and for tools."""

from __future__ import annotations

from collections.abc import Sequence

from visavis.knowledge.search import Hit, search
from visavis.services.knowledge_groups import own_group
from visavis.services.wing import ControlWing
from visavis.store.word_index import SqliteWords


async def search_groups(
    wing: ControlWing, organization_id: str, group_ids: Sequence[str], question: str, limit: int
) -> list[Hit]:
    """The best first. Raises NotFound for groups that are not the organization's."""
    async with wing.database.transaction() as session:
        for group_id in group_ids:
            await own_group(session, organization_id, group_id)
        return await search(session, SqliteWords(), group_ids, question, limit)
