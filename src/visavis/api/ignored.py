"""X-Visavis-Ignored names what a request said in vain; with X-Visavis-Strict it is refused instead."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from visavis.services.ignored import heeded

IGNORED = b"x-visavis-ignored"
STRICT = (b"x-visavis-strict", b"true")

LONGEST = 2000
"""Characters of the header; proxies drop answers with very long ones."""
AND_MORE = "..."


class Heeding:
    """`strict`: for all requests, as the operator wants it."""

    def __init__(self, app: ASGIApp, strict: bool = False) -> None:
        self._app = app
        self._strict = strict

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with heeded(self._strict or _asks_for_strictness(scope)) as heed:

            async def tell(message: Message) -> None:
                if message["type"] == "http.response.start" and heed.paths and message["status"] < 400:
                    message["headers"] = [*message.get("headers", []), (IGNORED, listed(heed.paths).encode())]
                await send(message)

            await self._app(scope, receive, tell)


def listed(paths: Iterable[str]) -> str:
    """With commas between them, and an end in sight."""
    text = ""
    for path in paths:
        if len(text) + len(path) > LONGEST:
            return f"{text}, {AND_MORE}"
        text = f"{text}, {path}" if text else path
    return text


def _asks_for_strictness(scope: Scope) -> bool:
    name, yes = STRICT
    return any(header == name and value.strip().lower() == yes for header, value in scope["headers"])
