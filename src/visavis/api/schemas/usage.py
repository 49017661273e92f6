"""Usage: ours, not part of the public API."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pydantic import Field

from visavis.api.schemas.base import Answer
from visavis.services.usage import Day


class DayAnswer(Answer):
    date: date
    sessions: int
    seconds: float


class UsageAnswer(Answer):
    first: date = Field(alias="from")
    last: date = Field(alias="to")
    sessions: int
    seconds: float
    days: list[DayAnswer]


def usage_answer(days: Sequence[Day]) -> UsageAnswer:
    return UsageAnswer(
        first=days[0].date,
        last=days[-1].date,
        sessions=sum(day.sessions for day in days),
        seconds=round(sum(day.seconds for day in days), 3),
        days=[DayAnswer(date=day.date, sessions=day.sessions, seconds=day.seconds) for day in days],
    )
