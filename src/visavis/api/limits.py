"""Bodies end at a size: nobody fills our memory."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from visavis.api.errors import problem

LARGEST_BODY = 1_000_000
"""Bytes; a prompt of 100 kB and its persona fit many times."""


class BodyLimit:
    def __init__(self, app: ASGIApp, largest: int = LARGEST_BODY) -> None:
        self._app = app
        self._largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        too_large = problem(413, "Payload too large", f"A body may have {self._largest} bytes at most")
        if not announced.isdigit() or int(announced) > self._largest:
            await too_large(scope, receive, send)
            return
        seen = 0

        async def count() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self._largest:
                raise HTTPException(413, f"A body may have {self._largest} bytes at most")
            return message

        await self._app(scope, count, send)
