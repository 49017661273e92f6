"""What vendors' errors say, in one line."""

from __future__ import annotations

from visavis.reasons import reason_of

MOST_CHARACTERS = 300


def said(error: Exception) -> str:
    """Without the request's headers or body."""
    return reason_of(error)[:MOST_CHARACTERS]
