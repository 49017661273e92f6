"""Cross-origin access: every answer may be read by every page, which needs a bearer credential anyway.

Cookies never count here, and the Lab's own routes are left out: they are for pages of this server only.
"""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAME_ORIGIN_ONLY = ("/lab/", "/internal/")

READABLE = (
    b"retry-after",
    b"idempotency-replayed",
    b"x-request-id",
    b"x-visavis-ignored",
    b"x-visavis-search",
)
SENDABLE = (
    b"authorization",
    b"content-type",
    b"idempotency-key",
    b"x-anam-target-url",
    b"x-request-id",
    b"x-visavis-strict",
)
"""Named one by one: "*" would not cover authorization."""

ON_EVERY_ANSWER = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b", ".join(READABLE)),
]
ON_PREFLIGHTS = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-allow-methods", b"GET, POST, PUT, PATCH, DELETE, OPTIONS"),
    (b"access-control-allow-headers", b", ".join(SENDABLE)),
    (b"access-control-max-age", b"600"),
]


class Cors:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(SAME_ORIGIN_ONLY):
            await self._app(scope, receive, send)
            return
        if scope["method"] == "OPTIONS":
            await send({"type": "http.response.start", "status": 204, "headers": ON_PREFLIGHTS})
            await send({"type": "http.response.body"})
            return

        async def allow(message: Message) -> None:
            if message["type"] == "http.response.start":
                # an engine says it too, for those who reach it directly; twice would be refused
                others = [h for h in message.get("headers", []) if not h[0].startswith(b"access-control-")]
                message["headers"] = [*others, *ON_EVERY_ANSWER]
            await send(message)

        await self._app(scope, receive, allow)
