"""Keeps one engine running: starts it, watches it, and starts the next when it ends.

start ─▶ ready ─▶ watched ─▶ it ended, or hung and is killed
  ▲                                      │
  └──── a pause, longer each time ───────┘
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from visavis.services.engine_directory import EngineFailed
from visavis.services.engine_process import EngineProcess

log = logging.getLogger(__name__)

Launch = Callable[[str], Awaitable[EngineProcess]]
"""Starts an engine of this name. Raises EngineFailed."""


@dataclass(frozen=True)
class KeeperTimes:
    """Seconds."""

    between_health_checks: float = 2.0
    health_request: float = 5.0
    unhealthy_checks: int = 3
    """So many in a row without an answer, and the engine is taken for hung and killed."""
    first_restart: float = 0.5
    most_between_restarts: float = 30.0
    good_run: float = 60.0
    """An engine that ran this long starts the back-off anew."""


class KeptEngines(Protocol):
    """Who is told of the engine."""

    async def started(self, engine: EngineProcess) -> None:
        """It takes sessions."""

    async def ended(self, engine: EngineProcess, code: int) -> None:
        """Its process has, with this exit code."""


class EngineKeeper:
    def __init__(
        self, number: int, launch: Launch, engines: KeptEngines, times: KeeperTimes | None = None
    ) -> None:
        self._number, self._launch, self._engines = number, launch, engines
        self._times = times or KeeperTimes()
        self._stopping = False

    def stop(self) -> None:
        """No engine follows the present one."""
        self._stopping = True

    async def run(self) -> None:
        """Until it is stopped, or cancelled, which kills the engine."""
        loop = asyncio.get_running_loop()
        pause_s = self._times.first_restart
        while not self._stopping:
            began = loop.time()
            try:
                engine = await self._launch(f"engine-{self._number}-{secrets.token_hex(3)}")
            except EngineFailed as failure:
                log.error("%s", failure)
            else:
                await self._watch(engine)
            if self._stopping:
                break
            if loop.time() - began >= self._times.good_run:
                pause_s = self._times.first_restart
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, self._times.most_between_restarts)

    async def _watch(self, engine: EngineProcess) -> None:
        """Until its process has ended."""
        end = asyncio.create_task(engine.ended(), name=f"end of {engine.name}")
        try:
            await self._engines.started(engine)
            log.info("%s is ready", engine.name)
            await self._check_health(engine, end)
        finally:
            engine.kill()
            await asyncio.wait({end})
            await self._engines.ended(engine, end.result())

    async def _check_health(self, engine: EngineProcess, end: asyncio.Task[int]) -> None:
        missed = 0
        while not end.done():
            await asyncio.wait({end}, timeout=self._times.between_health_checks)
            if end.done() or await engine.health(self._times.health_request) is not None:
                missed = 0
                continue
            missed += 1
            if missed >= self._times.unhealthy_checks:
                log.error("%s gives no answer and is killed", engine.name)
                return
