"""/v1/server: how this server is, whether a browser can reach it, and whether its providers answer. Ours."""

from __future__ import annotations

import time

from fastapi import APIRouter

from visavis.api.deps import CallerDep, PlacementDep, WingDep
from visavis.api.errors import may_raise
from visavis.api.schemas.checkups import CheckupAnswer, checkup_answer
from visavis.api.schemas.server import (
    LineCheckAnswer,
    LineCheckOffer,
    ServerAnswer,
    line_check_answer,
    server_answer,
)
from visavis.services.checkups import check_up
from visavis.services.errors import Busy, TooManyRequests
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


@router.post("/checkup", responses=may_raise(TooManyRequests, Busy))
async def check_server_providers(wing: WingDep, placement: PlacementDep, caller: CallerDep) -> CheckupAnswer:
    """Has an engine ask whoever listens, thinks and speaks here one thing each, as a conversation
    would. Whoever owns their keys pays for it."""
    return checkup_answer(await check_up(wing, placement, caller.organization_id, time.monotonic()))
