"""Bodies end at a size: nobody fills our memory."""

from __future__ import annotations

import re

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from visavis.api.errors import problem

LARGEST_BODY = 1_000_000
"""Bytes; a prompt of 100 kB and its persona fit many times."""

LARGER_BODIES: tuple[tuple[str, re.Pattern[str], int], ...] = (
    ("POST", re.compile(r"/v1/(avatars|voices)"), 5_000_000),  # a file of 4.5 MB and the form around it
    ("PUT", re.compile(r"/v1/blobs/.*"), 64 * 1024 * 1024),  # each upload has a limit of its own besides
)
"""Which requests may be larger: method, path, bytes."""


def largest_body(method: str, path: str) -> int:
    for larger, pattern, size in LARGER_BODIES:
        if method == larger and pattern.fullmatch(path):
            return size
    return LARGEST_BODY


class BodyLimit:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        largest = largest_body(scope["method"], scope["path"])
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        too_large = problem(413, "Payload too large", f"A body may have {largest} bytes at most")
        if not announced.isdigit() or int(announced) > largest:
            await too_large(scope, receive, send)
            return
        seen = 0

        async def count() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > largest:
                raise HTTPException(413, f"A body may have {largest} bytes at most")
            return message

        await self._app(scope, count, send)
