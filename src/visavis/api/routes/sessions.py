"""Session tokens and sessions."""

from __future__ import annotations

from enum import Enum
from typing import Any

from fastapi import APIRouter, Request

from visavis.api.deps import CallerDep, CredentialDep, Id, OwnOrganization, PlacementDep, WingDep, recognise
from visavis.api.errors import may_raise
from visavis.api.paths import BaseUrlDep
from visavis.api.schemas.base import Done
from visavis.api.schemas.sessions import (
    LIVES_S,
    ConcurrencyAnswer,
    EngineSessionAnswer,
    TokenAnswer,
    TokenRequest,
    concurrency_answer,
    session_answer,
)
from visavis.services import sessions, tokens
from visavis.services.errors import Busy, TooManySessions
from visavis.services.session_request import SessionRequest
from visavis.services.session_spec import resolve
from visavis.store.base import new_id

router = APIRouter(prefix="/v1")

SESSIONS: list[str | Enum] = ["Sessions"]
ENGINE: list[str | Enum] = ["Engine"]
OR_A_TOKEN: dict[str, Any] = {"security": [{"SessionToken": []}]}

STOPPED = "stopped through the API"


@router.post("/auth/session-token", tags=SESSIONS)
async def create_session_token(
    wing: WingDep, caller: CallerDep, body: TokenRequest | None = None
) -> TokenAnswer:
    """For a browser: good for one session of this persona with these options, which stay on the server."""
    asked = body or TokenRequest()
    await resolve(wing, caller, asked, new_id())  # what would fail later fails now, where a developer looks
    return TokenAnswer(session_token=await tokens.mint(wing, caller, asked, LIVES_S[asked.expires_in]))


@router.post(
    "/engine/session",
    tags=ENGINE,
    responses=may_raise(TooManySessions, Busy),
    openapi_extra=OR_A_TOKEN,
)
async def create_engine_session(
    request: Request,
    wing: WingDep,
    placement: PlacementDep,
    credential: CredentialDep,
    base: BaseUrlDep,
    body: SessionRequest | None = None,
) -> EngineSessionAnswer:
    """With a session token, or with an API key and a personaConfig."""
    asked = body or SessionRequest()
    if "." in credential:
        started = await sessions.start_with_token(wing, placement, credential, asked)
    else:
        caller = await recognise(request, wing, credential)
        started = await sessions.start(wing, placement, caller, asked)
    return session_answer(started, base)


@router.get("/sessions/concurrency", tags=SESSIONS, dependencies=[OwnOrganization])
async def get_session_concurrency(wing: WingDep, caller: CallerDep) -> ConcurrencyAnswer:
    """How many sessions run and may run; a hint, which the next moment may change."""
    return concurrency_answer(await sessions.seats(wing, caller))


@router.post("/sessions/{id}/stop", tags=SESSIONS)
async def stop_session(wing: WingDep, placement: PlacementDep, caller: CallerDep, session_id: Id) -> Done:
    """Its client is told, and its seat is free soon after."""
    await sessions.end(wing, placement, caller, str(session_id), STOPPED)
    return Done()


@router.post("/engine/session/{id}/kill", tags=ENGINE)
async def kill_engine_session(
    wing: WingDep, placement: PlacementDep, caller: CallerDep, session_id: Id
) -> Done:
    """The name that the Agora example uses."""
    await sessions.end(wing, placement, caller, str(session_id), STOPPED)
    return Done()
