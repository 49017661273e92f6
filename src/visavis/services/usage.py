"""How much an organization talks: sessions and seconds per day (UTC)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from visavis.services.errors import Invalid
from visavis.store.sessions import Session

DEFAULT_DAYS = 30
LONGEST_DAYS = 366
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    sessions: int
    """That began on it."""
    seconds: float
    """That streams were up on it; one that runs past midnight counts on both days."""


@dataclass(frozen=True, slots=True)
class Stream:
    began: datetime
    ended: datetime


async def usage_of(
    connection: AsyncConnection, organization_id: str, first: date, last: date, at: datetime
) -> Sequence[Day]:
    """Of each day from `first` to `last`; streams that are still up count until `at`."""
    since, until = midnight(first), midnight(last) + ONE_DAY
    statement = select(Session.started_at, Session.ended_at).where(
        Session.organization_id == organization_id,
        Session.started_at < until,
        or_(Session.ended_at.is_(None), Session.ended_at >= since),
    )
    rows = await connection.execute(statement)
    streams = [Stream(began, ended or at) for began, ended in rows if began is not None]
    return per_day(streams, first, last)


def per_day(streams: Iterable[Stream], first: date, last: date) -> list[Day]:
    sessions: Counter[date] = Counter()
    seconds: defaultdict[date, float] = defaultdict(float)
    for stream in streams:
        sessions[stream.began.astimezone(UTC).date()] += 1
        for day, length in _parts(stream):
            seconds[day] += length.total_seconds()
    return [Day(day, sessions[day], round(seconds[day], 3)) for day in _days(first, last)]


def days(first: date | None, last: date | None, today: date) -> tuple[date, date]:
    """What was asked for, or the last 30 days. Raises Invalid."""
    last = last or today
    first = first or last - (DEFAULT_DAYS - 1) * ONE_DAY
    if first > last:
        raise Invalid("from", "from must not be after to")
    if (last - first).days >= LONGEST_DAYS:
        raise Invalid("from", f"At most {LONGEST_DAYS} days can be asked for at once")
    return first, last


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _parts(stream: Stream) -> Iterator[tuple[date, timedelta]]:
    """The stream, cut at each midnight."""
    began, ended = stream.began.astimezone(UTC), stream.ended.astimezone(UTC)
    while began < ended:
        next_day = midnight(began.date() + ONE_DAY)
        yield began.date(), min(ended, next_day) - began
        began = next_day


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += ONE_DAY
