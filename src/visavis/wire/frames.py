"""Reading frames that strangers wrote: tolerant of shape, strict about size."""

from __future__ import annotations

import json
from typing import Any

MAX_SIGNALLING_BYTES = 1 << 20
"""Passthrough audio is the largest honest frame: a whole turn may come in a few of them."""
MAX_DATA_CHANNEL_BYTES = 256 << 10
MAX_TEXT_CHARACTERS = 100_000
"""The longest text that is taken as one user message, context or talk command."""


MAX_SECONDS = 86_400
"""The longest time that a client may ask us to remember something for: a day."""


class BadFrame(ValueError):
    """A frame that cannot be understood; `str(error)` may be shown to its sender."""


def read_object(frame: str | bytes, limit: int) -> dict[str, Any]:
    """Decode one JSON object. Binary frames are UTF-8 text (the Kotlin SDK sends those)."""
    size = len(frame)
    if size > limit:
        raise BadFrame(f"The frame has {size} bytes; the limit is {limit}.")
    try:
        value = json.loads(frame)
    except (ValueError, RecursionError) as error:
        raise BadFrame("The frame is not JSON.") from error
    if not isinstance(value, dict):
        raise BadFrame("The frame is not a JSON object.")
    return value


def text(value: object, name: str) -> str:
    """A string field; absent and null mean empty. Half a surrogate pair, which is no text, becomes "?"."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadFrame(f"{name} must be a string.")
    if len(value) > MAX_TEXT_CHARACTERS:
        raise BadFrame(f"{name} has {len(value)} characters; the limit is {MAX_TEXT_CHARACTERS}.")
    return value.encode(errors="replace").decode()


def seconds(value: object, name: str) -> float | None:
    """A stretch of time; absent and null mean none."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < MAX_SECONDS:
        raise BadFrame(f"{name} must be a number from 0 to {MAX_SECONDS}.")
    return float(value)


def integer(value: object, default: int | None = None) -> int | None:
    """A number that should be whole; anything else is the default."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value or abs(value) > 2**53:
        return default
    return int(value)
