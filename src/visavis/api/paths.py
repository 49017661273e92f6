"""The address under which clients reach this server, and addresses that are not as they should be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from starlette.types import ASGIApp, Receive, Scope, Send

MISSPELT = "/None/"
"""pipecat-anam without an api_version says this for /v1/."""


@dataclass(frozen=True)
class BaseUrl:
    """scheme://host[:port][prefix], no slash at the end."""

    scheme: str
    host: str
    prefix: str = ""

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host}{self.prefix}"

    @property
    def origin(self) -> str:
        """Of the pages of this server, as browsers send it."""
        return f"{self.scheme}://{self.host}"

    def engine_path(self, engine: str) -> str:
        return f"{self.prefix}/v1/webrtc/engines/{engine}"


async def base_url(request: Request) -> BaseUrl:
    """From the settings, else from what a proxy says it was asked for, else from the request itself."""
    public = request.app.state.wing.settings.public_url
    if public:
        parts = urlsplit(public)
        return BaseUrl(parts.scheme, parts.netloc, parts.path.rstrip("/"))
    scheme = _first(request.headers.get("x-forwarded-proto")) or request.url.scheme
    host = _first(request.headers.get("x-forwarded-host")) or request.url.netloc
    return BaseUrl("https" if scheme in ("https", "wss") else "http", host)


def _first(header: str | None) -> str:
    return (header or "").split(",")[0].strip()


BaseUrlDep = Annotated[BaseUrl, Depends(base_url)]


class MisspeltVersion:
    """Serves /None/… as /v1/…"""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and scope["path"].startswith(MISSPELT):
            path = "/v1/" + scope["path"].removeprefix(MISSPELT)
            scope = {**scope, "path": path, "raw_path": path.encode()}
        await self._app(scope, receive, send)
