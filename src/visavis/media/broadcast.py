"""The clock of a session: every 20 ms a tick of sound, every second tick a picture.

    tick      0    1    2    3    4  |  5 6 7 late: caught up at once  |  60 after a stall: the rest is jumped
    picture   0         1         2  |    3                            |  30

Tick n belongs to n * 0.02 s after the start, always: a late loop sends the missed ticks at once (the
listener's jitter buffer takes that), and after a stall of more than `STALL_S` it goes on with the present.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Protocol

from visavis.media.program import TICK_S, Painter, Program
from visavis.speech import Pcm

log = logging.getLogger(__name__)

STALL_S = 1.0
TICKS_PER_FRAME = 2


class Outlet(Protocol):
    """Where a broadcast goes; `visavis.media.peer.Peer` is one."""

    opened: asyncio.Event
    """Set when the client can be sent something."""

    def follow(self, position_s: Callable[[], float]) -> None: ...

    async def send_audio(self, tick: int, pcm: Pcm | None) -> None: ...

    async def send_video(self, frame: int, painter: Painter) -> None: ...


def due_ticks(next_tick: int, position_s: float) -> range:
    """The ticks to play at `position_s` when `next_tick` was not yet played."""
    present = int(position_s / TICK_S + 1e-6)
    if (present - next_tick) * TICK_S > STALL_S:
        return range(present, present + 1)
    return range(next_tick, present + 1)


class Broadcast:
    """Runs a program for the whole session, whether or not anybody is listening."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._outlet: Outlet | None = None
        self._start_s: float | None = None
        self._pictures = _Pictures()
        self._greeting: asyncio.Task[None] | None = None

    @property
    def position_s(self) -> float:
        """Session time: seconds since tick 0 was due; 0 before the start."""
        if self._start_s is None:
            return 0.0
        return asyncio.get_running_loop().time() - self._start_s

    def attach(self, outlet: Outlet) -> None:
        """Send to this outlet from now on, instead of the one before."""
        self.detach()
        self._outlet = outlet
        outlet.follow(lambda: self.position_s)
        self._greeting = asyncio.create_task(self._first_picture(outlet))

    def detach(self) -> None:
        """Send to nobody; the program runs on."""
        self._outlet = None
        if self._greeting is not None:
            self._greeting.cancel()
            self._greeting = None

    async def run(self) -> None:
        """Run until cancelled. An error of the program ends the run and is raised."""
        loop = asyncio.get_running_loop()
        self._start_s = loop.time()
        next_tick = 0
        try:
            while True:
                for tick in due_ticks(next_tick, self.position_s):
                    await self._play(tick)
                    next_tick = tick + 1
                await asyncio.sleep(max(0.0, self._start_s + next_tick * TICK_S - loop.time()))
        finally:
            self.detach()
            self._pictures.stop()

    async def _play(self, tick: int) -> None:
        pcm = self._program.audio(tick)
        if self._outlet is not None:
            await self._outlet.send_audio(tick, pcm)
        if tick % TICKS_PER_FRAME == 0:
            frame = tick // TICKS_PER_FRAME
            self._pictures.next(frame, self._program.video(frame), self._outlet)

    async def _first_picture(self, outlet: Outlet) -> None:
        """Do not let a client that has just connected wait for the next frame time."""
        await outlet.opened.wait()
        self._pictures.again(outlet)


class _Pictures:
    """Sends pictures one at a time: painting and encoding take a while, and what is overtaken is dropped."""

    def __init__(self) -> None:
        self._latest: tuple[int, Painter] | None = None
        self._outlet: Outlet | None = None
        self._sending: asyncio.Task[None] | None = None
        self._failing = False

    def next(self, frame: int, painter: Painter, outlet: Outlet | None) -> None:
        self._latest, self._outlet = (frame, painter), outlet
        if outlet is not None and outlet.opened.is_set():
            self._start()

    def again(self, outlet: Outlet) -> None:
        """Send the picture that nobody has seen yet."""
        self._outlet = outlet
        self._start()

    def stop(self) -> None:
        if self._sending is not None:
            self._sending.cancel()

    def _start(self) -> None:
        if self._sending is None or self._sending.done():
            self._sending = asyncio.create_task(self._send())

    async def _send(self) -> None:
        while self._latest is not None and self._outlet is not None:
            (frame, painter), self._latest = self._latest, None
            try:
                await self._outlet.send_video(frame, painter)
                self._failing = False
            except Exception:
                # a face that cannot be drawn must not silence the voice; say it once per run of failures
                if not self._failing:
                    log.exception("picture %d could not be sent", frame)
                self._failing = True
