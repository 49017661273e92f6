"""Texts that a database can hold. PostgreSQL has no NUL, and nobody has half a character (a lone surrogate),
which Python's JSON parser lets through.

What a request says is refused with the place named; what is read from files or reported by engines is made
storable, because nobody is there to be told.
"""

from __future__ import annotations

import re
from typing import Any

UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def storable(text: str) -> str:
    """With a blank for each character that cannot be kept."""
    return UNSTORABLE.sub(" ", text)


def all_storable(value: Any) -> Any:
    """JSON whose texts, keys included, are storable."""
    match value:
        case str():
            return storable(value)
        case dict():
            return {all_storable(key): all_storable(one) for key, one in value.items()}
        case list() | tuple():
            return [all_storable(one) for one in value]
    return value


def unstorable_at(value: Any) -> str | None:
    """The dotted path of the first text in it, keys of objects included, that cannot be kept."""
    match value:
        case str():
            return "" if UNSTORABLE.search(value) else None
        case dict():
            return _first((str(key), key, one) for key, one in value.items())
        case list() | tuple():
            return _first((str(number), "", one) for number, one in enumerate(value))
    return None


def _first(members: Any) -> str | None:
    for name, key, value in members:
        inside = "" if unstorable_at(key) is not None else unstorable_at(value)
        if inside is not None:
            return f"{storable(name)}.{inside}".rstrip(".")
    return None
