"""Bodies end at a size: nobody fills our memory."""

from __future__ import annotations

import re

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from visavis.api.errors import problem
from visavis.contract.internal import LARGEST_RECORDING

LARGEST_BODY = 1_000_000
"""Bytes; a prompt of 100 kB and its persona fit many times."""

LARGER_FORMS: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"/v1/(avatars|voices)"), 5_000_000),  # a file of 4.5 MB and the form around it
    (re.compile(r"/v1/knowledge/groups/[^/]+/documents"), 51 * 1024 * 1024),  # a file of 50 MB
)
"""Paths to which larger forms may be posted, and their bytes; large files in them go to disk."""

LARGER_UPLOADS: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"/v1/blobs/.*"), 64 * 1024 * 1024),
    (re.compile(r"/internal/engines/[^/]+/sessions/[^/]+/recording"), LARGEST_RECORDING),
)
"""Paths to which bytes are put that go straight to disk; each upload has a limit of its own besides."""


def largest_body(method: str, path: str, content_type: str) -> int:
    if method == "PUT":
        return _limit(LARGER_UPLOADS, path)
    if method == "POST" and content_type.startswith("multipart/form-data"):
        return _limit(LARGER_FORMS, path)
    return LARGEST_BODY


def _limit(limits: tuple[tuple[re.Pattern[str], int], ...], path: str) -> int:
    return next((size for pattern, size in limits if pattern.fullmatch(path)), LARGEST_BODY)


class BodyLimit:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        content_type = headers.get(b"content-type", b"").decode("latin-1").lower()
        largest = largest_body(scope["method"], scope["path"], content_type)
        announced = headers.get(b"content-length", b"0")
        if not announced.isdigit() or int(announced) > largest:
            too_large = problem(413, "Payload too large", f"A body may have {largest} bytes at most")
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
