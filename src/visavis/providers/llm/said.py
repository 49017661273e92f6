"""What vendors' errors say, in one line."""

from __future__ import annotations

MOST_CHARACTERS = 300


def said(error: Exception) -> str:
    """Without the request's headers or body."""
    return " ".join(str(error).split())[:MOST_CHARACTERS] or type(error).__name__
