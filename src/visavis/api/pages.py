"""The built web app: the Lab at /, the reference of the API at /docs, and the widget's script."""

from __future__ import annotations

from importlib import resources
from pathlib import Path, PurePosixPath

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocketClose

BUILT = Path(str(resources.files("visavis"))) / "lab" / "dist"
NOT_PAGES = ("/v1/", "/lab/", "/internal/")
DOCS = "/docs"
HASHED = "/assets/"
"""Files whose names change with their content."""

WIDGET = "/widget.js"
"""Many sites name it, and none can name another when it changes."""

FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
ASK_SOON = "public, max-age=300"
PACKED = ".gz"
"""Ends the names of what the build packed beside the file itself (web/packed.ts)."""
HEADERS = {
    "content-security-policy": (
        "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' blob: data:; "
        "media-src 'self' blob:; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
}


class LabPages:
    """Answers what no route answers: a file of the build, else the app itself, else 404."""

    def __init__(self, folder: Path = BUILT) -> None:
        self._files = StaticFiles(directory=folder)
        packed = (file.relative_to(folder).as_posix() for file in folder.rglob(f"*{PACKED}"))
        self._packed = frozenset(name.removesuffix(PACKED) for name in packed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await WebSocketClose()(scope, receive, send)
            return
        if f"{scope['path']}/".startswith(NOT_PAGES):
            raise HTTPException(404)
        answer = await self._find(scope)
        answer.headers.update(HEADERS | _kept(scope["path"]) | _allowed(scope["path"]))
        await answer(scope, receive, send)

    async def _find(self, scope: Scope) -> Response:
        path = scope["path"].lstrip("/")
        if path in self._packed:
            return await self._find_packed(path, scope)
        if PurePosixPath(path).suffix:
            return await self._files.get_response(path, scope)
        page = "docs.html" if _is_reference(scope["path"]) else "index.html"
        return await self._files.get_response(page, scope)

    async def _find_packed(self, path: str, scope: Scope) -> Response:
        """As gzip, which keeps its media type, or as it is for whoever does not take that."""
        takes_it = "gzip" in Headers(scope=scope).get("accept-encoding", "")
        answer = await self._files.get_response(path + PACKED if takes_it else path, scope)
        answer.headers["vary"] = "accept-encoding"
        if takes_it:
            answer.headers["content-encoding"] = "gzip"
        return answer


def _is_reference(path: str) -> bool:
    return path.rstrip("/") == DOCS


def _allowed(path: str) -> dict[str, str]:
    """The Lab talks, and takes photos for avatars."""
    devices = "()" if _is_reference(path) else "(self)"
    return {"permissions-policy": f"microphone={devices}, camera={devices}"}


def _kept(path: str) -> dict[str, str]:
    """For how long a browser need not ask again, and whether for other people's pages too."""
    if path == WIDGET:
        return {"cache-control": ASK_SOON, "cross-origin-resource-policy": "cross-origin"}
    return {"cache-control": FOR_EVER if path.startswith(HASHED) else ASK_AGAIN}
