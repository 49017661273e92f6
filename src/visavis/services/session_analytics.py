"""Where the time went in many sessions: distributions, rates and the slowest turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.services.errors import Invalid
from visavis.services.exchanges import Timing
from visavis.services.session_reports import Counts, SessionReport, count, has_report, reports_of
from visavis.services.statistics import Distribution, distribution
from visavis.store.sessions import Session

MOST_REPORTS = 1000
DEFAULT_SPAN = timedelta(hours=24)
LONGEST_SPAN = timedelta(days=31)
SLOWEST = 5
"""Turns shown for each headline metric."""

LATENCIES = (
    "transcription_latency_s",
    "llm_time_to_first_output_s",
    "llm_generation_s",
    "tts_generation_s",
    "tts_time_to_first_audio_s",
    "first_audio_latency_s",
    "first_frame_latency_s",
    "speaking_s",
    "user_speech_s",
)
"""Fields of Timing whose distributions are shown."""
HEADLINES = (
    "transcription_latency_s",
    "llm_time_to_first_output_s",
    "tts_time_to_first_audio_s",
    "first_audio_latency_s",
)


@dataclass(frozen=True, slots=True)
class Filters:
    persona_id: str | None = None
    api_key_id: str | None = None
    client_label: str | None = None
    """Exactly."""
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class SlowTurn:
    session: Session
    metric: str
    """One of HEADLINES."""
    seconds: float


@dataclass(frozen=True, slots=True)
class Aggregate:
    since: datetime
    until: datetime
    filters: Filters
    sessions: int
    """All that match, whether or not there is a report."""
    reports: int
    truncated: bool
    counts: Counts
    latencies: dict[str, Distribution]
    """By the names of LATENCIES."""
    slowest: Sequence[SlowTurn]


@dataclass(frozen=True, slots=True)
class Selection:
    sessions: int
    """All that match, whether or not there is a report."""
    reports: Sequence[SessionReport]
    """Of the newest MOST_REPORTS."""
    truncated: bool


async def aggregate_of(
    session: AsyncSession, organization_id: str, since: datetime, until: datetime, filters: Filters
) -> Aggregate:
    """Over the newest sessions that began in the span and have a report."""
    found = await reports_in(session, organization_id, since, until, filters)
    return aggregated(since, until, filters, found.sessions, found.reports, truncated=found.truncated)


async def reports_in(
    session: AsyncSession, organization_id: str, since: datetime, until: datetime, filters: Filters
) -> Selection:
    matching = (
        Session.organization_id == organization_id,
        Session.created_at >= since,
        Session.created_at < until,
        *_conditions(filters),
    )
    total = await session.scalar(select(func.count()).select_from(Session).where(*matching)) or 0
    newest = select(Session).where(*matching, *has_report()).order_by(Session.created_at.desc(), Session.id)
    rows = (await session.scalars(newest.limit(MOST_REPORTS + 1))).all()
    reports = await reports_of(session, rows[:MOST_REPORTS])
    return Selection(total, reports, truncated=len(rows) > MOST_REPORTS)


def span(since: datetime | None, until: datetime | None, at: datetime) -> tuple[datetime, datetime]:
    """What was asked for, or the 24 hours before. Raises Invalid."""
    until = until or at
    since = since or until - DEFAULT_SPAN
    if since >= until:
        raise Invalid("from", "from must be before to")
    if until - since > LONGEST_SPAN:
        raise Invalid("from", f"At most {LONGEST_SPAN.days} days can be asked for at once")
    return since, until


def aggregated(
    since: datetime,
    until: datetime,
    filters: Filters,
    sessions: int,
    reports: Sequence[SessionReport],
    *,
    truncated: bool = False,
) -> Aggregate:
    timed = [(report, one) for report in reports for one in report.timings]
    return Aggregate(
        since=since,
        until=until,
        filters=filters,
        sessions=sessions,
        reports=len(reports),
        truncated=truncated,
        counts=count(reports),
        latencies={name: distribution(getattr(one, name) for _, one in timed) for name in LATENCIES},
        slowest=[slow for name in HEADLINES for slow in _slowest(name, timed)],
    )


def _slowest(name: str, timed: Sequence[tuple[SessionReport, Timing]]) -> list[SlowTurn]:
    known = [(getattr(one, name), report.session) for report, one in timed if getattr(one, name) is not None]
    known.sort(key=lambda pair: pair[0], reverse=True)
    return [SlowTurn(row, name, seconds) for seconds, row in known[:SLOWEST]]


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    wanted = {
        Session.persona_id: filters.persona_id,
        Session.api_key_id: filters.api_key_id,
        Session.client_label: filters.client_label,
        Session.kind: filters.kind,
    }
    return [column == value for column, value in wanted.items() if value is not None]
