"""What engines report about sessions, written down. A repeated report changes nothing.

What webhooks tell of is told in the same transaction, and so as often: once.
What was said is written down only while it may be kept: never under zero data retention (an engine does not
report it then; should one do so, it stops here), and not after it was erased, whenever the report comes.
"""

from __future__ import annotations

import logging

from sqlalchemy.ext.asyncio import AsyncSession

from visavis.contract.events import (
    OverheadTold,
    SessionEnded,
    SessionEvent,
    SessionStarted,
    SessionWarning,
    ToolCalled,
    TurnFinished,
)
from visavis.contract.internal import EventBatch
from visavis.services.overheads import token_overhead
from visavis.services.tool_calls import tool_call
from visavis.services.webhook_events import session_ended, session_started, tell, tool_called
from visavis.store.database import Database
from visavis.store.holding import hold
from visavis.store.sessions import Session, SessionWarningRow, TokenOverhead, ToolCall, Turn
from visavis.store.texts import all_storable

log = logging.getLogger(__name__)


async def apply(database: Database, batch: EventBatch) -> None:
    """Applies a batch as a whole. Events of sessions that we do not know are dropped."""
    async with database.transaction() as session:
        # held, so that nothing is added while somebody erases; in one order, so that batches do not deadlock
        ids = sorted({event.session_id for event in batch.events})
        rows = {id: await hold(session, Session, id) for id in ids}
        for event in batch.events:
            row = rows[event.session_id]
            if row is None:
                log.warning("An engine reports on the unknown session %s", event.session_id)
            else:
                await _apply(session, row, _storable(event))


async def _apply(session: AsyncSession, row: Session, event: SessionEvent) -> None:
    key = (event.session_id, event.number)
    match event:
        case SessionStarted():
            if row.started_at is None:
                row.started_at = event.at
                await tell(session, row.organization_id, session_started(row))
        case TurnFinished():
            if may_keep(row) and await session.get(Turn, key) is None:
                session.add(_turn(event))
        case ToolCalled():
            if await session.get(ToolCall, key) is None:
                session.add(tool_call(event, with_content=may_keep(row)))
                await tell(session, row.organization_id, tool_called(row, event))
        case OverheadTold():
            if may_keep(row) and await session.get(TokenOverhead, key) is None:
                session.add(token_overhead(event))
        case SessionWarning():
            if await session.get(SessionWarningRow, key) is None:
                session.add(_warning(event, message=event.message if may_keep(row) else ""))
        case SessionEnded():
            # the engine knows best: this also corrects an end that we only supposed
            supposed = row.ended_at is not None
            row.ended_at = event.at
            row.exit_status = event.exit_status
            row.exit_reason = event.reason
            if not supposed:
                await tell(session, row.organization_id, session_ended(row))


def _storable(event: SessionEvent) -> SessionEvent:
    return type(event).model_validate(all_storable(event.model_dump()))


def may_keep(row: Session) -> bool:
    return not row.zero_data_retention and row.erased_at is None


def _turn(event: TurnFinished) -> Turn:
    return Turn(
        session_id=event.session_id,
        number=event.number,
        role=event.role,
        text=event.text,
        started_at=event.started_at,
        seconds=event.seconds,
        interrupted=event.interrupted,
        latency=event.latency.model_dump() if event.latency else None,
        usage=event.usage.model_dump() if event.usage else None,
        correlation_id=event.correlation_id,
    )


def _warning(event: SessionWarning, message: str) -> SessionWarningRow:
    """A message may quote what was said: providers repeat requests in their complaints."""
    return SessionWarningRow(
        session_id=event.session_id,
        number=event.number,
        at=event.at,
        stage=event.stage,
        message=message,
    )
