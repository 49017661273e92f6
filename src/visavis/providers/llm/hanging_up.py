"""Hanging up on a vendor whose SDK leaves an answer that nobody reads any more to the garbage collector.

Left to that, the connection stays open, and the vendor goes on to write, and to charge.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar

import httpx2

_opened: ContextVar[list[httpx2.Response]] = ContextVar("_opened")


def watch(http: httpx2.AsyncClient) -> httpx2.AsyncClient:
    """The same client, which `hanging_up` knows the answers of. Use it in there alone."""
    http.event_hooks = {"response": [_note]}
    return http


@asynccontextmanager
async def hanging_up() -> AsyncIterator[None]:
    """What a watched client was answered in here is closed in the end, however it ends."""
    opened = list[httpx2.Response]()
    _opened.set(opened)  # for this task: another's answers stay open
    try:
        yield
    finally:
        for response in opened:
            await response.aclose()


async def _note(response: httpx2.Response) -> None:
    _opened.get().append(response)
