"""Reels on their way to the api: each is handed over once it is complete, and then thrown away.

What could not be handed over before the engine ends is picked up by the api, as is an outbox.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

log = logging.getLogger(__name__)

FIRST_RETRY_S, LAST_RETRY_S = 1.0, 60.0
PIECE = 256 << 10

Deliver = Callable[[str, Path], Awaitable[None]]
"""Hands the reel of a session to the api; raises when it was neither taken nor refused."""


class Handover:
    """Reels lie in the engine's folder under the names of their sessions."""

    def __init__(self, folder: Path, deliver: Deliver) -> None:
        self._folder, self._deliver = folder, deliver
        self._waiting: asyncio.Queue[str] = asyncio.Queue()

    def path(self, session_id: str) -> Path:
        return self._folder / f"{session_id}.mkv"

    def put(self, session_id: str) -> None:
        """Its reel is complete."""
        self._waiting.put_nowait(session_id)

    async def run(self) -> None:
        """Deliver for ever, one after the other; an api that is away is asked again, ever less often."""
        while True:
            session_id = await self._waiting.get()
            retry_s = FIRST_RETRY_S
            while not await self._delivered(session_id, retry_s):
                await asyncio.sleep(retry_s)
                retry_s = min(2 * retry_s, LAST_RETRY_S)
            self._waiting.task_done()

    async def _delivered(self, session_id: str, retry_s: float) -> bool:
        path = self.path(session_id)
        try:
            await self._deliver(session_id, path)
        except Exception as error:
            log.info(
                "the api did not take the recording of %s: %s; again in %g s", session_id, error, retry_s
            )
            return False
        await asyncio.to_thread(path.unlink, missing_ok=True)
        return True

    async def drained(self, timeout_s: float) -> bool:
        """Wait until everything is handed over; False when that took longer than `timeout_s`."""
        try:
            async with asyncio.timeout(timeout_s):
                await self._waiting.join()
        except TimeoutError:
            return False
        return True


async def pieces(path: Path) -> AsyncIterator[bytes]:
    """A file's bytes, read in a thread."""
    with await asyncio.to_thread(path.open, "rb") as file:
        while piece := await asyncio.to_thread(file.read, PIECE):
            yield piece
