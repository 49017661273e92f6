"""/v1/llms"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from visavis.api.deps import CallerDep, NamedId, PageDep, WingDep
from visavis.api.schemas.base import Listing, listing
from visavis.api.schemas.llms import LlmAnswer, LlmCreate, LlmUpdate, llm_answer
from visavis.services import llms

router = APIRouter(prefix="/v1/llms", tags=["LLMs"])


@router.get("")
async def list_llms(
    wing: WingDep,
    caller: CallerDep,
    page: PageDep,
    search: Annotated[str | None, Query()] = None,
    include_defaults: Annotated[bool, Query(alias="includeDefaults")] = True,
) -> Listing[LlmAnswer]:
    """Your own, then the server's."""
    async with wing.database.transaction() as session:
        found = await llms.list_llms(
            session, caller.organization_id, page, search=search, include_defaults=include_defaults
        )
    return listing(found, lambda row: llm_answer(row, wing.default_llm))


@router.post("", status_code=201)
async def create_llm(wing: WingDep, caller: CallerDep, body: LlmCreate) -> LlmAnswer:
    """The secret is kept sealed, and no answer ever holds it."""
    row = await llms.create_llm(wing, caller.organization_id, body.given(), body.given_secret)
    return llm_answer(row, wing.default_llm)


@router.get("/{id}")
async def get_llm(wing: WingDep, caller: CallerDep, llm_id: NamedId) -> LlmAnswer:
    async with wing.database.transaction() as session:
        row = await llms.get_llm(session, caller.organization_id, llm_id)
    return llm_answer(row, wing.default_llm)


@router.put("/{id}")
async def update_llm(wing: WingDep, caller: CallerDep, llm_id: NamedId, body: LlmUpdate) -> LlmAnswer:
    row = await llms.update_llm(wing, caller.organization_id, llm_id, body.given(), body.given_secret)
    return llm_answer(row, wing.default_llm)


@router.delete("/{id}", status_code=204)
async def delete_llm(wing: WingDep, caller: CallerDep, llm_id: NamedId) -> Response:
    async with wing.database.transaction() as session:
        await llms.delete_llm(session, caller.organization_id, llm_id)
    return Response(status_code=204)
