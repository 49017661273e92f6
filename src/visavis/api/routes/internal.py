"""What engines report: only from this machine, and only with the secret that they were started with."""

from __future__ import annotations

import ipaddress

from fastapi import APIRouter, Request, Response
from pydantic import ValidationError

from visavis.api.deps import EnginesDep, WingDep
from visavis.api.errors import problem
from visavis.contract.events import SessionEnded
from visavis.contract.internal import SECRET_HEADER, EventBatch
from visavis.contract.knowledge import SearchRequest
from visavis.contract.tuning import TuningRequest
from visavis.services import session_events
from visavis.services.engine_directory import EngineDirectory
from visavis.services.errors import Forbidden, Unauthorized
from visavis.services.knowledge_search import search_for_tool
from visavis.services.recordings import keep_reel
from visavis.services.tuning import retune
from visavis.services.wing import ControlWing

router = APIRouter(include_in_schema=False)


@router.post("/internal/engines/{engine}/events")
async def take_events(request: Request, engine: str, engines: EnginesDep, wing: WingDep) -> Response:
    """204 says that the whole batch is written down; anything else, and the engine sends it again."""
    _check_engine(request, engines, wing)
    try:
        batch = EventBatch.model_validate_json(await request.body())
    except ValidationError as error:
        return problem(400, "Validation error", str(error))
    await session_events.apply(wing.database, batch)
    wing.deliveries_added.ring()
    for event in batch.events:
        if isinstance(event, SessionEnded):
            engines.forget(event.session_id)
    return Response(status_code=204)


@router.post("/internal/engines/{engine}/tuning")
async def tune(request: Request, engine: str, engines: EnginesDep, wing: WingDep) -> Response:
    """What a mid-session update comes to; a refusal says to the client what is wrong with it."""
    _check_engine(request, engines, wing)
    tuned = retune(TuningRequest.model_validate_json(await request.body()), wing.settings)
    return Response(tuned.model_dump_json(), media_type="application/json")


@router.post("/internal/engines/{engine}/knowledge/search")
async def search_knowledge(request: Request, engine: str, engines: EnginesDep, wing: WingDep) -> Response:
    """For a tool of a session: what is left of the groups that it may search."""
    _check_engine(request, engines, wing)
    try:
        asked = SearchRequest.model_validate_json(await request.body())
    except ValidationError as error:
        return problem(400, "Validation error", str(error))
    found = await search_for_tool(wing, asked)
    return Response(found.model_dump_json(), media_type="application/json")


@router.put("/internal/engines/{engine}/sessions/{session_id}/recording")
async def take_recording(
    request: Request, engine: str, session_id: str, engines: EnginesDep, wing: WingDep
) -> Response:
    """204 says that its reel is kept; 404 that it must not be, and the engine throws it away."""
    _check_engine(request, engines, wing)
    await keep_reel(wing, session_id, request.stream())
    return Response(status_code=204)


def _check_engine(request: Request, engines: EngineDirectory, wing: ControlWing) -> None:
    """Raises Forbidden, Unauthorized."""
    if not _is_this_machine(request, wing.settings.host):
        raise Forbidden("Only engines on this machine report here")
    if not engines.trusts(request.headers.get(SECRET_HEADER, "")):
        raise Unauthorized("Only this server's own engines report here")


def _is_this_machine(request: Request, listening_on: str) -> bool:
    """A server that listens on one address of its own is called from that address."""
    host = request.client.host if request.client else ""
    if host == listening_on:
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (mapped or address).is_loopback
