"""The recording of a session: what is sent and received is kept as it is, and written once a second.

    event loop   voice ─┐
                 picture├─▶ takes ──each second──▶ one thread, for all sessions ──▶ reel (engine/reel.py)
                 user ──┘

Nothing is encoded anew. A disk that is full or too slow ends the recording, and not the session.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Protocol

from visavis.engine.reel import PERSONA, PICTURES, USER, ReelFull, Take
from visavis.media.alignment import Alignment

log = logging.getLogger(__name__)

WRITE_EVERY_S = 1.0
"""What a crash may cost."""
MOST_UNWRITTEN = 32 << 20
"""Bytes; at 1.5 Mbit/s they are nearly three minutes."""


class Writer(Protocol):
    """Where takes are written; `Reel` is one."""

    def write(self, takes: list[Take], *, last: bool = False) -> None: ...

    def close(self) -> bool: ...


class Recording:
    """Implements media's Tap. `position_s` is the session's clock; `on_ended` is told why it ended early."""

    def __init__(
        self, reel: Writer, position_s: Callable[[], float], on_ended: Callable[[str], None]
    ) -> None:
        self._reel, self._position_s, self._on_ended = reel, position_s, on_ended
        self._zero_s: float | None = None
        """Session time at which the recording begins: with the first that was sent."""
        self._user = Alignment()
        self._takes: list[Take] = []
        self._written_s = 0.0
        self._unwritten = 0
        self._writing: asyncio.Future[None] | None = None
        self._over = False

    # ---- Tap

    def voice_sent(self, packet: bytes, at_s: float) -> None:
        self._begin(at_s)
        self._take(PERSONA, at_s, packet)
        if at_s - self._written_s >= WRITE_EVERY_S:
            self._write(at_s)

    def picture_sent(self, picture: bytes, codec: str, at_s: float) -> None:
        self._begin(at_s)
        self._take(PICTURES, at_s, picture, codec)

    def sound_received(self, packet: bytes, timestamp: int) -> None:
        self._take(USER, self._user.place(timestamp, self._position_s()), packet)

    # ---- the end

    async def close(self) -> bool:
        """Write what is left; whether there is a recording."""
        if not self._over:
            self._over = True
            self._write(self._written_s, last=True)
        if self._writing is not None:
            await asyncio.wait({self._writing})
        return await asyncio.get_running_loop().run_in_executor(_disk(), self._reel.close)

    # ---- what is made of it

    def _begin(self, at_s: float) -> None:
        if self._zero_s is None:
            self._zero_s = self._written_s = at_s

    def _take(self, track: int, at_s: float, data: bytes, codec: str = "") -> None:
        if self._over or self._zero_s is None or not data:
            return
        self._takes.append(Take(track, max(0, round((at_s - self._zero_s) * 1000)), data, codec))
        self._unwritten += len(data)

    def _write(self, at_s: float, *, last: bool = False) -> None:
        self._written_s = at_s
        if self._unwritten > MOST_UNWRITTEN:
            self._end("the disk is too slow")
            return
        takes, self._takes = self._takes, []
        size = sum(len(take.data) for take in takes)
        loop = asyncio.get_running_loop()
        self._writing = loop.run_in_executor(_disk(), lambda: self._reel.write(takes, last=last))
        self._writing.add_done_callback(lambda written: self._has_written(written, size))

    def _has_written(self, written: asyncio.Future[None], size: int) -> None:
        self._unwritten -= size
        error = None if written.cancelled() else written.exception()
        if isinstance(error, ReelFull):
            self._end(str(error))
        elif isinstance(error, OSError):
            self._end(error.strerror or str(error))
        elif error is not None:
            log.error("a recording could not be written", exc_info=error)
            self._end("the server failed at it")

    def _end(self, reason: str) -> None:
        """What comes after it is not recorded."""
        log.warning("a recording ends: %s", reason)
        self._takes.clear()
        if not self._over:
            self._over = True
            self._on_ended(reason)


@cache
def _disk() -> ThreadPoolExecutor:
    """One thread: what it does is wait for the disk, and what it is given stays in order."""
    return ThreadPoolExecutor(1, thread_name_prefix="recording")
