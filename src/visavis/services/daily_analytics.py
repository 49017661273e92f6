"""Day by day: how long the gaps were and where they went, how often she was cut off, how often it failed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from visavis.services.exchanges import Exchange
from visavis.services.gaps import Gap, gap_of
from visavis.services.session_analytics import Filters, Selection, reports_in
from visavis.services.session_reports import SessionReport
from visavis.services.statistics import PLACES, Distribution, distribution, rate
from visavis.store.sessions import Session

SLOWEST = 10


@dataclass(frozen=True, slots=True)
class Figures:
    """Of some sessions."""

    sessions: int
    """With a report."""
    gaps: Distribution
    stages: Gap | None
    """Their means."""
    interruption_rate: float | None
    """Of her answers."""
    error_rate: float | None
    """Of the sessions."""


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    """UTC."""
    figures: Figures


@dataclass(frozen=True, slots=True)
class SlowGap:
    session: Session
    turn: int
    """From 1, as a report of the session counts."""
    gap: Gap


@dataclass(frozen=True, slots=True)
class Daily:
    since: datetime
    until: datetime
    found: Selection
    overall: Figures
    days: Sequence[Day]
    """Each of the span, also those on which nobody talked."""
    slowest: Sequence[SlowGap]


async def daily_of(
    session: AsyncSession, organization_id: str, since: datetime, until: datetime, filters: Filters
) -> Daily:
    found = await reports_in(session, organization_id, since, until, filters)
    return daily(since, until, found)


def daily(since: datetime, until: datetime, found: Selection) -> Daily:
    by_day: dict[date, list[SessionReport]] = {day: [] for day in _days(since, until)}
    for report in found.reports:
        by_day[report.session.created_at.date()].append(report)
    gaps = [one for report in found.reports for one in _gaps(report)]
    gaps.sort(key=lambda one: one.gap.total, reverse=True)
    days = [Day(at, figures(reports)) for at, reports in by_day.items()]
    return Daily(since, until, found, figures(found.reports), days, gaps[:SLOWEST])


def figures(reports: Sequence[SessionReport]) -> Figures:
    gaps = [one.gap for report in reports for one in _gaps(report)]
    answers = [exchange.persona for report in reports for exchange in report.exchanges if exchange.persona]
    return Figures(
        sessions=len(reports),
        gaps=distribution(gap.total for gap in gaps),
        stages=_mean(gaps),
        interruption_rate=rate(sum(answer.interrupted for answer in answers), len(answers)),
        error_rate=rate(sum(report.errors > 0 for report in reports), len(reports)),
    )


def _gaps(report: SessionReport) -> Iterable[SlowGap]:
    for turn, exchange in enumerate(report.exchanges, 1):
        gap = _gap(exchange)
        if gap is not None:
            yield SlowGap(report.session, turn, gap)


def _gap(exchange: Exchange) -> Gap | None:
    return gap_of(exchange.persona.latency) if exchange.persona else None


def _mean(gaps: Sequence[Gap]) -> Gap | None:
    if not gaps:
        return None

    def mean(values: Iterable[float]) -> float:
        return round(sum(values) / len(gaps), PLACES)

    return Gap(
        hear=mean(gap.hear for gap in gaps),
        think=mean(gap.think for gap in gaps),
        speak=mean(gap.speak for gap in gaps),
        face=mean(gap.face for gap in gaps),
    )


def _days(since: datetime, until: datetime) -> Iterable[date]:
    day = since.astimezone(UTC).date()
    while day <= (until - timedelta(microseconds=1)).astimezone(UTC).date():
        yield day
        day += timedelta(days=1)
