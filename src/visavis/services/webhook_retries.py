"""When a delivery that failed is tried again. Pure; the clock and the chance come from outside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

RETRY_S = (5.0, 30.0, 120.0, 600.0, 3600.0, 6 * 3600.0, 24 * 3600.0)
"""After the first failure, the second, …: seconds for a restart, minutes for a deployment, hours for an
outage, and a day for somebody to read their mail. Given up after 31 hours at least."""
JITTER = 0.2
"""Each is longer by up to this share, so that what failed together does not come back together."""
LONGEST_RETRY_AFTER_S = 24 * 3600.0
"""A receiver may ask for more time, but for no more than the longest of ours."""


def next_attempt(
    attempts: int, at: datetime, chance: Callable[[], float], retry_after_s: float | None = None
) -> datetime | None:
    """After the `attempts`th failure, at `at`; None: it is given up. `chance` gives 0 to 1."""
    if attempts > len(RETRY_S):
        return None
    ours = RETRY_S[attempts - 1] * (1 + JITTER * chance())
    asked_for = min(retry_after_s or 0.0, LONGEST_RETRY_AFTER_S)
    return at + timedelta(seconds=max(ours, asked_for))


def retry_after_s(header: str | None, at: datetime) -> float | None:
    """What a Retry-After header asks for, in seconds or by date (RFC 9110 §10.2.3); None: nothing we read."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    zoned = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (zoned - at).total_seconds())
