"""X-Request-Id: in every answer, and in every log line that a request causes."""

from __future__ import annotations

import re
import secrets

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from visavis.logs import request_id

HEADER = b"x-request-id"
SANE = re.compile(rb"[A-Za-z0-9._:=+/-]{1,128}")
"""What a client or a proxy may call a request; anything else could forge log lines."""


class RequestIds:
    """The outermost layer: what an inner one answers or logs bears the id too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        name = _id_of(scope)

        async def named(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), (HEADER, name.encode())]
            await send(message)

        before = request_id.set(name)
        try:
            await self._app(scope, receive, named)
        finally:
            request_id.reset(before)


def _id_of(scope: Scope) -> str:
    given: bytes = dict(scope["headers"]).get(HEADER, b"")
    return given.decode() if SANE.fullmatch(given) else secrets.token_hex(8)
