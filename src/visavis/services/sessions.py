"""Starting and ending sessions.

take a seat ──▶ place on an engine ──▶ the engine's events ──▶ ended
     └── no engine, or we failed: seat given back     └── engine died, server restarted: ended as ERROR
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass

from sqlalchemy import select, update

import visavis
from visavis.contract.spec import IceServer
from visavis.services.errors import Busy, NotFound, Unauthorized
from visavis.services.ignored import ignore
from visavis.services.placement import NoEngine, Placement
from visavis.services.seats import Seats, count_seats, leave_seat, take_seat
from visavis.services.session_request import SessionRequest
from visavis.services.session_snapshot import kind_of, snapshot
from visavis.services.session_spec import ice_servers, resolve
from visavis.services.tokens import redeem
from visavis.services.wing import ControlWing
from visavis.store.base import new_id
from visavis.store.queries import Caller
from visavis.store.sessions import Session

log = logging.getLogger(__name__)

PLACING_S = 9.0
"""Public clients give the whole request 10 s and then try again."""
NONE_RUNS = "Session not found, or it has no engine to terminate"


@dataclass(frozen=True)
class StartedSession:
    session_id: str
    engine: str
    ice_servers: tuple[IceServer, ...]


async def start_with_token(
    wing: ControlWing, placement: Placement, token: str, client: SessionRequest
) -> StartedSession:
    """Starts the token's one session; asked again before the client has connected, gives the same one.

    Raises Unauthorized, Unused, and all that `start` raises.
    """
    token_id, caller, request = await redeem(wing, token)
    client.refuse_what_is_not_built()
    ignore(client.beside_a_token())
    async with wing.token_lock(token_id):
        earlier = await _session_of_token(wing, token_id)
        if earlier is None:
            return await start(wing, placement, caller, request.with_wishes_of(client), token_id)
    if earlier.engine is None or earlier.started_at or earlier.ended_at:
        raise Unauthorized("This session token has already started a session; ask for a new one")
    return StartedSession(earlier.id, earlier.engine, ice_servers(wing.settings))


async def start(
    wing: ControlWing,
    placement: Placement,
    caller: Caller,
    request: SessionRequest,
    token_id: str | None = None,
) -> StartedSession:
    """Raises Invalid, TooManySessions, and Busy when no engine takes it."""
    spec = await resolve(wing, caller, request, new_id())
    row = Session(
        id=spec.session_id,
        organization_id=caller.organization_id,
        api_key_id=caller.api_key_id,
        token_id=token_id,
        persona_id=spec.persona.id,
        client_label=request.client_label,
        client_metadata=request.client_metadata or {},
        persona_config=snapshot(spec),
        kind=kind_of(spec),
        zero_data_retention=spec.zero_data_retention,
    )
    await take_seat(
        wing.database,
        row,
        limit=seat_limit(wing, caller),
        unclaimed_s=wing.settings.unclaimed_session_seconds,
    )
    try:
        async with asyncio.timeout(PLACING_S):
            placed = await placement.place(spec)
        async with wing.database.transaction() as session:
            this = update(Session).where(Session.id == spec.session_id)
            await session.execute(this.values(engine=placed.engine, engine_version=visavis.__version__))
    except BaseException as error:
        await asyncio.shield(_take_back(wing, placement, spec.session_id))
        if isinstance(error, NoEngine | TimeoutError):
            raise Busy("No engine is free to take the session; try again in a moment") from error
        raise
    return StartedSession(spec.session_id, placed.engine, spec.ice_servers)


async def end(wing: ControlWing, placement: Placement, caller: Caller, session_id: str, reason: str) -> None:
    """Asks the engine to end it; the rest follows through its events. Raises NotFound when none runs."""
    async with wing.database.transaction() as session:
        row = await session.get(Session, session_id)
    if row is None or row.organization_id != caller.organization_id or row.ended_at or row.engine is None:
        raise NotFound(NONE_RUNS)
    if not await placement.end(
        session_id, reason
    ):  # it has just ended, and its engine's report is on the way
        raise NotFound(NONE_RUNS)


async def seats(wing: ControlWing, caller: Caller) -> Seats:
    return await count_seats(wing.database, caller.organization_id, seat_limit(wing, caller))


def seat_limit(wing: ControlWing, caller: Caller) -> int:
    """An organization may settle for less than the server allows, and not for more."""
    own, most = caller.max_concurrent_sessions, wing.settings.max_concurrent_sessions
    return most if own is None else min(own, most)


async def _take_back(wing: ControlWing, placement: Placement, session_id: str) -> None:
    await leave_seat(wing.database, session_id)
    await placement.end(session_id, "the session could not be started")


async def _session_of_token(wing: ControlWing, token_id: str) -> Session | None:
    async with wing.database.transaction() as session:
        return (await session.scalars(select(Session).where(Session.token_id == token_id))).one_or_none()
