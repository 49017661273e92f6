"""When a failed delivery is tried again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from visavis.services.webhook_retries import (
    JITTER,
    LONGEST_RETRY_AFTER_S,
    RETRY_S,
    next_attempt,
    retry_after_s,
)

AT = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)


def wait_s(attempts: int, chance: float = 0.0, asked_for: float | None = None) -> float | None:
    again_at = next_attempt(attempts, AT, lambda: chance, asked_for)
    return (again_at - AT).total_seconds() if again_at else None


def test_each_pause_is_longer_until_it_is_given_up() -> None:
    pauses = [wait_s(attempts) for attempts in range(1, 9)]

    assert pauses == [5, 30, 120, 600, 3600, 21_600, 86_400, None]
    assert timedelta(seconds=sum(RETRY_S)) > timedelta(hours=31)


@pytest.mark.parametrize("chance", [0.0, 0.5, 1.0])
def test_chance_makes_a_pause_longer_by_its_share(chance: float) -> None:
    assert wait_s(2, chance) == pytest.approx(30 * (1 + JITTER * chance))


@pytest.mark.parametrize(
    ("asked_for", "waits"), [(None, 5), (0, 5), (3, 5), (60, 60), (10 * 86_400, LONGEST_RETRY_AFTER_S)]
)
def test_a_receiver_gets_the_time_it_asks_for_within_bounds(asked_for: float | None, waits: float) -> None:
    assert wait_s(1, asked_for=asked_for) == waits


def test_asking_for_time_buys_no_further_attempt() -> None:
    assert wait_s(8, asked_for=60) is None


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("Fri, 20 Nov 2026 20:01:30 GMT", 90),
        ("Fri, 20 Nov 2026 19:00:00 GMT", 0),
        ("Fri, 20 Nov 2026 20:01:30 -0000", 90),
        (None, None),
        ("", None),
        ("-5", None),
        ("soon", None),
        ("²", None),
        ("Fri, 99 Nov 2026 20:01:30 GMT", None),
    ],
)
def test_the_header_is_read_as_seconds_or_as_a_date(header: str | None, seconds: float | None) -> None:
    assert retry_after_s(header, AT) == seconds


def test_a_number_beyond_all_bounds_is_a_number() -> None:
    assert wait_s(1, asked_for=retry_after_s("9" * 5000, AT)) == LONGEST_RETRY_AFTER_S
