"""What is known of a session once it has ended: its exchanges, tool calls, warnings, how it ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.contract.events import TurnLatency
from visavis.contract.token_usage import OverheadReason, TokenUsage
from visavis.services.errors import NotFound
from visavis.services.exchanges import Exchange, Said, Timing, exchanges, timing
from visavis.services.overheads import OverheadSum, overheads_in
from visavis.services.session_history import get_session, said_in
from visavis.services.tool_calls import CallCounts, calls_in, calls_of_many, count_calls
from visavis.store.sessions import Session, SessionWarningRow, ToolCall, Turn


@dataclass(frozen=True, slots=True)
class SessionReport:
    """What is known of one session's exchanges."""

    session: Session
    exchanges: Sequence[Exchange]
    calls: Sequence[ToolCall]
    warnings: int
    overheads: Mapping[OverheadReason, OverheadSum] = field(default_factory=dict)
    """Not read where many sessions are reported of."""

    @property
    def timings(self) -> list[Timing]:
        return [timing(exchange) for exchange in self.exchanges]

    @property
    def usage(self) -> TokenUsage | None:
        """Of all answers of which it is known."""
        told = [exchange.usage for exchange in self.exchanges if exchange.usage is not None]
        return sum(told[1:], told[0]) if told else None

    @property
    def errors(self) -> int:
        return int(self.session.exit_status == "ERROR")


@dataclass(frozen=True, slots=True)
class Counts:
    turns: int
    completed: int
    interrupted: int
    interrupted_before_audio: int
    errors: int
    warnings: int
    sessions_with_errors: int
    sessions_with_warnings: int
    tool_calls: CallCounts


async def report_of(session: AsyncSession, organization_id: str, session_id: str) -> SessionReport:
    """Raises NotFound, with the reason where there is no report."""
    row = await get_session(session, organization_id, session_id)
    missing = _why_no_report(row)
    if missing:
        raise NotFound(f"No analytics available: {missing}")
    turns = (await session.scalars(said_in(session_id))).all()
    lines = [
        _said(
            turn.role,
            turn.started_at,
            turn.seconds,
            turn.interrupted,
            turn.latency,
            turn.usage,
            turn.text,
            turn.correlation_id,
        )
        for turn in turns
    ]
    calls = await calls_in(session, session_id)
    warnings = await _warnings(session, [session_id])
    overheads = await overheads_in(session, session_id)
    return SessionReport(row, exchanges(lines), calls, warnings[session_id], overheads)


async def reports_of(session: AsyncSession, rows: Sequence[Session]) -> list[SessionReport]:
    """Without what was said."""
    ids = [row.id for row in rows]
    columns = (Turn.role, Turn.started_at, Turn.seconds, Turn.interrupted, Turn.latency, Turn.usage)
    turns = select(Turn.session_id, *columns).where(Turn.session_id.in_(ids))
    lines: dict[str, list[Said]] = {id: [] for id in ids}
    for session_id, *line in await session.execute(turns.order_by(Turn.session_id, Turn.number)):
        lines[session_id].append(_said(*line))
    calls = await calls_of_many(session, ids)
    warnings = await _warnings(session, ids)
    return [SessionReport(row, exchanges(lines[row.id]), calls[row.id], warnings[row.id]) for row in rows]


def has_report() -> tuple[ColumnElement[bool], ...]:
    return (
        Session.ended_at.is_not(None),
        Session.kind != "passthrough",
        Session.zero_data_retention.is_(False),
        Session.erased_at.is_(None),
        Session.started_at.is_not(None),
    )


def count(reports: Sequence[SessionReport]) -> Counts:
    every = [exchange for report in reports for exchange in report.exchanges]
    answers = [exchange for exchange in every if exchange.persona]
    stages = Counter(timing(exchange).interrupted_stage for exchange in answers)
    interrupted = stages.total() - stages[None]
    return Counts(
        turns=len(every),
        completed=stages[None],
        interrupted=interrupted,
        interrupted_before_audio=interrupted - stages["while_speaking"],
        errors=sum(report.errors for report in reports),
        warnings=sum(report.warnings for report in reports),
        sessions_with_errors=sum(report.errors > 0 for report in reports),
        sessions_with_warnings=sum(report.warnings > 0 for report in reports),
        tool_calls=count_calls(call for report in reports for call in report.calls),
    )


def _why_no_report(row: Session) -> str | None:
    """The same as `has_report`, in words."""
    if row.ended_at is None:
        return "the session is still in progress"
    if row.kind == "passthrough":
        return "sessions with audio passthrough produce none"
    if row.zero_data_retention:
        return "the session ran under zero data retention"
    if row.erased_at is not None:
        return "they were deleted or their time to be kept is over"
    return None if row.started_at else "nobody connected to the session"


async def _warnings(session: AsyncSession, ids: Sequence[str]) -> Counter[str]:
    each = select(SessionWarningRow.session_id, func.count()).where(SessionWarningRow.session_id.in_(ids))
    counted = await session.execute(each.group_by(SessionWarningRow.session_id))
    return Counter({row[0]: row[1] for row in counted})


def _said(
    role: Any,
    started_at: datetime,
    seconds: float,
    interrupted: bool,
    latency: Any,
    usage: Any,
    text: str = "",
    correlation_id: str | None = None,
) -> Said:
    known = TurnLatency.model_validate(latency) if latency else None
    took = TokenUsage.model_validate(usage) if usage else None
    return Said(role, started_at, seconds, interrupted, known, took, text, correlation_id)
