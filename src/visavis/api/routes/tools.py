"""/v1/tools"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from visavis.api.deps import CallerDep, Id, PageDep, PlacementDep, WingDep
from visavis.api.errors import may_raise
from visavis.api.schemas.base import Listing, listing
from visavis.api.schemas.tools import (
    ToolAnswer,
    ToolCreate,
    ToolTestAnswer,
    ToolTestCall,
    ToolUpdate,
    tool_answer,
    tool_test_answer,
)
from visavis.services import tool_tests, tools
from visavis.services.errors import Busy, Unprocessable

router = APIRouter(prefix="/v1/tools", tags=["Tools"])


@router.get("")
async def list_tools(
    wing: WingDep, caller: CallerDep, page: PageDep, search: Annotated[str | None, Query()] = None
) -> Listing[ToolAnswer]:
    async with wing.database.transaction() as session:
        found = await tools.list_tools(session, caller.organization_id, page, search=search)
    return listing(found, tool_answer)


@router.post("", status_code=201)
async def create_tool(wing: WingDep, caller: CallerDep, body: ToolCreate) -> ToolAnswer:
    """`config` depends on the type."""
    return tool_answer(
        await tools.create_tool(wing, caller.organization_id, body.type, body.config, body.given())
    )


@router.get("/{id}")
async def get_tool(wing: WingDep, caller: CallerDep, tool_id: Id) -> ToolAnswer:
    async with wing.database.transaction() as session:
        view = await tools.get_tool(session, caller.organization_id, str(tool_id))
    return tool_answer(view)


@router.put("/{id}")
async def update_tool(wing: WingDep, caller: CallerDep, tool_id: Id, body: ToolUpdate) -> ToolAnswer:
    """`config` changes key by key; with a new type it is given anew."""
    return tool_answer(
        await tools.update_tool(
            wing, caller.organization_id, str(tool_id), body.given_type, body.given_config, body.given()
        )
    )


@router.delete("/{id}", status_code=204)
async def delete_tool(wing: WingDep, caller: CallerDep, tool_id: Id) -> None:
    async with wing.database.transaction() as session:
        await tools.delete_tool(session, caller.organization_id, str(tool_id))


@router.post("/{id}/test", responses=may_raise(Unprocessable, Busy))
async def test_tool(
    wing: WingDep, placement: PlacementDep, caller: CallerDep, tool_id: Id, body: ToolTestCall
) -> ToolTestAnswer:
    """Calls a webhook as a conversation would, with its stored secrets, which the answer does not show. Our
    extension."""
    return tool_test_answer(
        await tool_tests.call_stored(wing, placement, caller.organization_id, str(tool_id), body.arguments)
    )
