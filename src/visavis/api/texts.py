"""A NUL in an address: no path has one, and no query may. Bodies check themselves (services.options.Body)."""

from __future__ import annotations

from urllib.parse import parse_qsl

from fastapi.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from visavis.api.errors import invalid, problem
from visavis.store.texts import storable, unstorable_at


class StorableAddresses:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = _refusal(scope["path"], scope["query_string"]) if scope["type"] == "http" else None
        await (answer or self._app)(scope, receive, send)


def _refusal(path: str, query: bytes) -> JSONResponse | None:
    if "\0" in path:
        return problem(404, "Not found", f"There is nothing at {storable(path)}")
    if b"%00" in query:
        texts = dict(parse_qsl(query.decode("latin-1"), keep_blank_values=True))
        return invalid(unstorable_at(texts) or "query", "This text holds a NUL")
    return None
