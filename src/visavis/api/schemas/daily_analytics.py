"""Analytics day by day. Ours, not part of the public API."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from visavis.api.schemas.aggregate_analytics import LatencyStats, latency_stats
from visavis.api.schemas.base import Answer, Date, Timestamp, Uuid
from visavis.services.daily_analytics import Daily, Figures, SlowGap
from visavis.services.gaps import Gap
from visavis.services.statistics import PLACES


class GapStages(Answer):
    """Seconds: to the transcript, the first word, the first sound, the first moving picture."""

    hear: float
    think: float
    speak: float
    face: float


class GapFigures(Answer):
    sessions: int
    """Of which analytics are kept."""
    gap_seconds: LatencyStats
    """From the user's last sound to the first moving picture."""
    stages: GapStages | None
    """Means; null where no gap was measured."""
    interruption_rate: float | None
    error_session_rate: float | None


class AnalyticsDay(GapFigures):
    date: Date
    """UTC."""


class SlowestGap(Answer):
    session_id: Uuid
    turn: int
    """From 1, in the order of the session's analytics."""
    gap_seconds: float
    longest_stage: Literal["hear", "think", "speak", "face"]
    persona_name: str
    session_start_time: Timestamp


class DailyAnalytics(Answer):
    since: Timestamp = Field(alias="from")
    until: Timestamp = Field(alias="to")
    session_count: int
    sessions_with_reports: int
    truncated: bool
    """Only the newest sessions were looked at."""
    overall: GapFigures
    days: list[AnalyticsDay]
    slowest_gaps: list[SlowestGap]


def daily_analytics(found: Daily) -> DailyAnalytics:
    return DailyAnalytics(
        since=found.since,
        until=found.until,
        session_count=found.found.sessions,
        sessions_with_reports=len(found.found.reports),
        truncated=found.found.truncated,
        overall=_figures(found.overall),
        days=[AnalyticsDay(date=day.date, **dict(_figures(day.figures))) for day in found.days],
        slowest_gaps=[_slow(slow) for slow in found.slowest],
    )


def _figures(of: Figures) -> GapFigures:
    return GapFigures(
        sessions=of.sessions,
        gap_seconds=latency_stats(of.gaps),
        stages=_stages(of.stages) if of.stages else None,
        interruption_rate=of.interruption_rate,
        error_session_rate=of.error_rate,
    )


def _stages(gap: Gap) -> GapStages:
    return GapStages(hear=gap.hear, think=gap.think, speak=gap.speak, face=gap.face)


def _slow(slow: SlowGap) -> SlowestGap:
    row = slow.session
    return SlowestGap(
        session_id=row.id,
        turn=slow.turn,
        gap_seconds=round(slow.gap.total, PLACES),
        longest_stage=slow.gap.longest,
        persona_name=row.persona_config.get("name") or "",
        session_start_time=row.started_at or row.created_at,
    )
