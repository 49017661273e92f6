"""/v1/knowledge/groups: bare arrays, unpaginated, as the contract has them"""

from __future__ import annotations

from fastapi import APIRouter, Response

from visavis.api.deps import CallerDep, Id, WingDep
from visavis.api.schemas.knowledge import (
    GroupAnswer,
    GroupCreate,
    GroupSearch,
    GroupUpdate,
    HitAnswer,
    group_answer,
    hit_answer,
)
from visavis.services import knowledge_groups
from visavis.services.knowledge_search import search_groups

router = APIRouter(prefix="/v1/knowledge/groups", tags=["Knowledge"])

HOW = "x-visavis-search"
"""Says how was searched: "lexical", by words alone, or "hybrid", by meaning too."""


@router.get("")
async def list_knowledge_groups(wing: WingDep, caller: CallerDep) -> list[GroupAnswer]:
    async with wing.database.transaction() as session:
        found = await knowledge_groups.list_groups(session, caller.organization_id)
    return [group_answer(view) for view in found]


@router.post("", status_code=201)
async def create_knowledge_group(wing: WingDep, caller: CallerDep, body: GroupCreate) -> GroupAnswer:
    async with wing.database.transaction() as session:
        view = await knowledge_groups.create_group(
            session, caller.organization_id, body.model_dump(exclude_unset=True)
        )
    return group_answer(view)


@router.get("/{id}")
async def get_knowledge_group(wing: WingDep, caller: CallerDep, group_id: Id) -> GroupAnswer:
    async with wing.database.transaction() as session:
        view = await knowledge_groups.get_group(session, caller.organization_id, str(group_id))
    return group_answer(view)


@router.put("/{id}")
async def update_knowledge_group(
    wing: WingDep, caller: CallerDep, group_id: Id, body: GroupUpdate
) -> GroupAnswer:
    async with wing.database.transaction() as session:
        view = await knowledge_groups.update_group(
            session, caller.organization_id, str(group_id), body.model_dump(exclude_unset=True)
        )
    return group_answer(view)


@router.delete("/{id}", status_code=204)
async def delete_knowledge_group(wing: WingDep, caller: CallerDep, group_id: Id) -> None:
    """With its documents."""
    await knowledge_groups.delete_group(wing, caller.organization_id, str(group_id))


@router.post("/{id}/search")
async def search_knowledge_group(
    wing: WingDep, caller: CallerDep, group_id: Id, body: GroupSearch, response: Response
) -> list[HitAnswer]:
    """The chunks that answer a question, the best first; only of documents that are READY."""
    found = await search_groups(wing, caller.organization_id, [str(group_id)], body.query, body.limit)
    response.headers[HOW] = found.how
    return [hit_answer(hit) for hit in found.hits]
