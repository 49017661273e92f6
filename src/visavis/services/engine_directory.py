"""Where engines listen and which one holds a session: what the proxy needs to know of a placement."""

from __future__ import annotations

from typing import Protocol

import httpx


class EngineFailed(Exception):
    """An engine did not start, refused or gave no answer."""


class EngineDirectory(Protocol):
    def port_of(self, engine: str) -> int | None:
        """The loopback port of a running engine; None when there is no such engine."""
        ...

    def engine_of(self, session_id: str) -> str | None:
        """Name of the engine that holds a session; None when no engine does."""
        ...

    def trusts(self, secret: str) -> bool:
        """Whether a caller that shows this secret is one of our engines."""
        ...

    def forget(self, session_id: str) -> None:
        """The session has ended by itself."""
        ...

    async def talk(self, engine: str, session_id: str, body: bytes) -> httpx.Response:
        """Passes text to be spoken on to an engine. Raises EngineFailed."""
        ...

    async def lost(self, engine: str) -> None:
        """Returns once the engine is gone."""
        ...
