"""What vendors' errors say, in one line, whichever SDK brings them."""

from __future__ import annotations

from typing import Any

from visavis.reasons import reason_of

MOST_CHARACTERS = 300
FIRST_REFUSAL = 400
"""Of HTTP's status codes; what fails in the middle of a stream comes under 200."""


def said(error: Exception) -> str:
    """Without the request's headers or body. Where the vendor sent JSON, its message alone."""
    words = _message(getattr(error, "body", None)) or _message(getattr(error, "details", None))
    if words is None:
        return reason_of(error)[:MOST_CHARACTERS]
    status = getattr(error, "status_code", None) or getattr(error, "code", None)
    refused = isinstance(status, int) and status >= FIRST_REFUSAL
    return " ".join((f"Error code: {status} - {words}" if refused else words).split())[:MOST_CHARACTERS]


def _message(body: Any) -> str | None:
    """{"message": …}, by itself or as the "error" of an object."""
    told = body.get("error", body) if isinstance(body, dict) else None
    message = told.get("message") if isinstance(told, dict) else None
    return message if isinstance(message, str) and message.strip() else None
