"""Sessions and seconds per day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from visavis.services.errors import Invalid
from visavis.services.usage import Day, Stream, days, per_day

FRIDAY, SATURDAY, SUNDAY = (date(2026, 11, day) for day in (20, 21, 22))


def at(day: date, hour: float) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hour)


def test_every_day_is_shown_also_the_quiet_ones() -> None:
    streams = [Stream(at(FRIDAY, 9), at(FRIDAY, 10)), Stream(at(FRIDAY, 9.5), at(FRIDAY, 9.75))]

    assert per_day(streams, FRIDAY, SATURDAY) == [Day(FRIDAY, 2, 4500), Day(SATURDAY, 0, 0)]
    assert per_day([], FRIDAY, FRIDAY) == [Day(FRIDAY, 0, 0)]


def test_a_stream_past_midnight_counts_on_both_days_and_as_a_session_on_the_first() -> None:
    streams = [Stream(at(FRIDAY, 23), at(SUNDAY, 1))]

    assert per_day(streams, FRIDAY, SUNDAY) == [
        Day(FRIDAY, 1, 3600),
        Day(SATURDAY, 0, 86_400),
        Day(SUNDAY, 0, 3600),
    ]
    assert per_day(streams, SATURDAY, SATURDAY) == [Day(SATURDAY, 0, 86_400)]


def test_days_are_those_of_utc() -> None:
    in_tokyo = datetime(2026, 11, 21, 8, 0, tzinfo=timezone(timedelta(hours=9)))

    assert per_day([Stream(in_tokyo, in_tokyo + timedelta(minutes=1))], FRIDAY, SATURDAY) == [
        Day(FRIDAY, 1, 60),
        Day(SATURDAY, 0, 0),
    ]


def test_thirty_days_are_shown_unless_asked_otherwise() -> None:
    assert days(None, None, SUNDAY) == (date(2026, 10, 24), SUNDAY)
    assert days(FRIDAY, None, SUNDAY) == (FRIDAY, SUNDAY)
    assert days(FRIDAY, FRIDAY, SUNDAY) == (FRIDAY, FRIDAY)


@pytest.mark.parametrize(("first", "last"), [(SUNDAY, FRIDAY), (date(2025, 11, 1), SUNDAY)])
def test_spans_that_cannot_be_are_refused(first: date, last: date) -> None:
    with pytest.raises(Invalid) as refused:
        days(first, last, SUNDAY)

    assert refused.value.path == "from"
