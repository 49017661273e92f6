"""What a request said in vain: fields that were taken and do nothing. The original is silent about them.

Whoever finds one says so with `ignore`; while a request is `heeded`, that is remembered for its answer or,
where the client is strict, refused. Paths are dotted, "urls.0.weight"; those of a query begin with "?".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from visavis.services.errors import Unused


@dataclass
class Heed:
    strict: bool
    paths: list[str] = field(default_factory=list)


_heed: ContextVar[Heed | None] = ContextVar("heed", default=None)


def ignore(paths: Iterable[str]) -> None:
    """Raises Unused where the client is strict. Outside of requests nobody wants to know."""
    heed = _heed.get()
    if heed is None:
        return
    found = _outermost(list(paths))
    if found and heed.strict:
        raise Unused(found)
    heed.paths = _outermost([*heed.paths, *found])


@contextmanager
def heeded(strict: bool) -> Iterator[Heed]:
    """While a request is dealt with."""
    heed = Heed(strict)
    before = _heed.set(heed)
    try:
        yield heed
    finally:
        _heed.reset(before)


def _outermost(paths: list[str]) -> list[str]:
    """Each once, and nothing inside of what is ignored as a whole."""
    known = set(paths)

    def inside(path: str) -> bool:
        parts = path.split(".")
        return any(".".join(parts[:length]) in known for length in range(1, len(parts)))

    return [path for path in dict.fromkeys(paths) if not inside(path)]
