"""/v1/server: how this server is, and whether a browser can reach it. Our extension."""

from __future__ import annotations

from fastapi import APIRouter

from visavis.api.deps import CallerDep, PlacementDep, WingDep
from visavis.api.errors import may_raise
from visavis.api.schemas.server import (
    LineCheckAnswer,
    LineCheckOffer,
    ServerAnswer,
    line_check_answer,
    server_answer,
)
from visavis.services.errors import Busy
from visavis.services.server_state import check_line, state_of

router = APIRouter(prefix="/v1/server", tags=["Health"])


@router.get("")
async def get_server(wing: WingDep, placement: PlacementDep, caller: CallerDep) -> ServerAnswer:
    """Its engines, its machine, what it keeps, how it is reached. Each engine draws a few pictures for it."""
    return server_answer(await state_of(wing, placement), wing.settings)


@router.post("/line-check", responses=may_raise(Busy))
async def check_server_line(
    placement: PlacementDep, caller: CallerDep, body: LineCheckOffer
) -> LineCheckAnswer:
    """Answers a WebRTC offer as a session would, and sends back for some seconds what comes over its data
    channel: a browser that connects here can talk here."""
    return line_check_answer(await check_line(placement, body.sdp))
