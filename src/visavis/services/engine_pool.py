"""The local pool: engine processes of this machine, kept warm, watched and replaced."""

from __future__ import annotations

import asyncio
import hmac
import logging
import os
import secrets
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

import httpx

from visavis.contract.checkup import CheckedUp, Checkup
from visavis.contract.internal import API_URL_VARIABLE, SECRET_VARIABLE
from visavis.contract.llm_trial import LlmTrial, LlmTried
from visavis.contract.spec import SessionSpec
from visavis.contract.tools import ToolTrial, TriedTool
from visavis.contract.vitals import EngineVitals, LineAnswer, LineOffer
from visavis.contract.voice_trial import VoiceTrial
from visavis.services.engine_directory import EngineFailed
from visavis.services.engine_process import EngineProcess, start_engine
from visavis.services.errands import (
    CHECK_LINE,
    CHECK_UP,
    TRY_LLM,
    TRY_TOOL,
    TRY_VOICE,
    Answer,
    Errand,
    Question,
)
from visavis.services.placement import NoEngine, PlacedEngine

log = logging.getLogger(__name__)

ENGINE_COMMAND = (sys.executable, "-m", "visavis", "engine")
KEPT_FROM_ENGINES = ("VISAVIS_BOOTSTRAP_API_KEY", "VISAVIS_DATABASE_URL")
"""An engine never opens the database and needs no API key."""


@dataclass(frozen=True)
class PoolTimes:
    """How long the pool waits, in seconds."""

    start: float = 90.0
    """For an engine to say that it listens; the first start on a machine compiles the renderer."""
    between_health_checks: float = 2.0
    health_request: float = 5.0
    unhealthy_checks: int = 3
    """So many in a row without an answer, and the engine is taken for hung and killed."""
    first_restart: float = 0.5
    most_between_restarts: float = 30.0
    good_run: float = 60.0
    """An engine that ran this long starts the back-off anew."""
    drain: float = 5.0


OnEngineLost = Callable[[str, tuple[str, ...]], Awaitable[None]]
"""Called with the engine's name and the ids of the sessions that it still held."""


class LocalPool:
    """A `Placement` and an `EngineDirectory` over engine processes on this machine."""

    def __init__(
        self,
        *,
        engines: int,
        api_url: str,
        secret: str,
        on_engine_lost: OnEngineLost,
        command: Sequence[str] = ENGINE_COMMAND,
        environment: Mapping[str, str] | None = None,
        times: PoolTimes | None = None,
    ) -> None:
        inherited = os.environ if environment is None else environment
        self._environment = {k: v for k, v in inherited.items() if k not in KEPT_FROM_ENGINES}
        self._environment |= {SECRET_VARIABLE: secret, API_URL_VARIABLE: api_url}
        self._secret = secret
        self._command = tuple(command)
        self._times = times or PoolTimes()
        self._on_engine_lost = on_engine_lost
        self._count = engines
        self._running: dict[str, EngineProcess] = {}
        self._homes: dict[str, EngineProcess] = {}
        self._keepers: list[asyncio.Task[None]] = []
        self._reports: set[asyncio.Task[None]] = set()
        self._changed = asyncio.Condition()
        self._draining = False

    # what services ask

    @property
    def ready(self) -> bool:
        return bool(self._running) and not self._draining

    async def place(self, spec: SessionSpec) -> PlacedEngine:
        """Asks the engines from the least loaded up; each knows best whether it has room."""
        if self._draining:
            raise NoEngine("the server is shutting down")
        for engine in sorted(self._running.values(), key=lambda engine: engine.load):
            try:
                taken = await engine.begin(spec)
            except EngineFailed as failure:
                log.warning("%s", failure)
                continue
            if taken and engine.name in self._running:
                self._homes[spec.session_id] = engine
                engine.sessions.add(spec.session_id)
                return PlacedEngine(engine.name)
        raise NoEngine("all engines are full" if self._running else "no engine is running")

    async def end(self, session_id: str, reason: str) -> bool:
        engine = self._homes.get(session_id)
        if engine is None:
            return False
        self.forget(session_id)
        try:
            await engine.end(session_id, reason)
        except EngineFailed as failure:
            log.warning("%s", failure)
        return True

    async def try_llm(self, trial: LlmTrial) -> LlmTried:
        return await self._run(TRY_LLM, trial)

    async def try_tool(self, trial: ToolTrial) -> TriedTool:
        return await self._run(TRY_TOOL, trial)

    async def check_line(self, offer: LineOffer) -> LineAnswer:
        return await self._run(CHECK_LINE, offer)

    async def check_up(self, checkup: Checkup) -> CheckedUp:
        return await self._run(CHECK_UP, checkup)

    async def try_voice(self, trial: VoiceTrial) -> bytes:
        return await self._run(TRY_VOICE, trial)

    async def _run(self, errand: Errand[Question, Answer], question: Question) -> Answer:
        """By the least loaded engine, once: what gave no answer may have been called, and paid for, all the
        same."""
        try:
            return await self._idlest().run(errand, question)
        except EngineFailed as failure:
            log.warning("%s", failure)
            raise NoEngine("the engine gave no answer") from failure

    async def vitals(self) -> list[EngineVitals]:
        told = await asyncio.gather(
            *(engine.vitals() for engine in self._running.values()), return_exceptions=True
        )
        return [one for one in told if isinstance(one, EngineVitals)]

    def forget(self, session_id: str) -> None:
        engine = self._homes.pop(session_id, None)
        if engine is not None:
            engine.sessions.discard(session_id)

    @property
    def processes(self) -> dict[str, int]:
        """Name and process id of each running engine."""
        return {name: engine.pid for name, engine in self._running.items()}

    # what the proxy asks

    def port_of(self, engine: str) -> int | None:
        running = self._running.get(engine)
        return running.port if running else None

    def engine_of(self, session_id: str) -> str | None:
        home = self._homes.get(session_id)
        return home.name if home else None

    def trusts(self, secret: str) -> bool:
        return hmac.compare_digest(secret.encode(), self._secret.encode())

    async def talk(self, engine: str, session_id: str, body: bytes) -> httpx.Response:
        running = self._running.get(engine)
        if running is None:
            raise EngineFailed(f"There is no engine {engine}.")
        return await running.talk(session_id, body)

    async def lost(self, engine: str) -> None:
        async with self._changed:
            await self._changed.wait_for(lambda: engine not in self._running)

    def _idlest(self) -> EngineProcess:
        """Raises NoEngine."""
        engine = min(self._running.values(), key=lambda engine: engine.load, default=None)
        if engine is None or self._draining:
            raise NoEngine("no engine is running")
        return engine

    # its life

    def start(self) -> None:
        """Starts the engines in the background; `until_ready` waits for the first."""
        self._keepers = [
            asyncio.create_task(self._keep(number), name=f"keeper of engine {number}")
            for number in range(1, self._count + 1)
        ]

    async def until_ready(self) -> None:
        """Returns when a session could start."""
        async with self._changed:
            await self._changed.wait_for(lambda: self.ready)

    async def drain(self) -> None:
        """Takes no more sessions, lets the engines take leave of their clients and ends them all."""
        self._draining = True
        for engine in self._running.values():
            engine.drain()
        try:
            async with asyncio.timeout(self._times.drain), self._changed:
                await self._changed.wait_for(lambda: not self._running)
        except TimeoutError:
            log.warning("Engines that did not end in time are killed: %s", ", ".join(self._running))
        await self.close()

    async def close(self) -> None:
        """Ends what still runs, at once."""
        self._draining = True
        for engine in self._running.values():
            engine.kill()
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)
        await asyncio.gather(*self._reports)

    async def _keep(self, number: int) -> None:
        """Keeps one engine running: starts it, watches it, and starts the next when it ends."""
        loop = asyncio.get_running_loop()
        pause_s = self._times.first_restart
        while not self._draining:
            name = f"engine-{number}-{secrets.token_hex(3)}"
            began = loop.time()
            try:
                engine = await start_engine(
                    name, self._command, self._environment, self._secret, self._times.start
                )
            except EngineFailed as failure:
                log.error("%s", failure)
            else:
                await self._watch(engine)
            if self._draining:
                break
            if loop.time() - began >= self._times.good_run:
                pause_s = self._times.first_restart
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, self._times.most_between_restarts)

    async def _watch(self, engine: EngineProcess) -> None:
        """Has the engine in the pool until its process ends."""
        end = asyncio.create_task(engine.ended(), name=f"end of {engine.name}")
        try:
            await self._put(engine)
            log.info("%s is ready", engine.name)
            await self._check_health(engine, end)
        finally:
            engine.kill()
            await asyncio.wait({end})
            await self._take(engine)
            if engine.sessions or not self._draining:
                report = asyncio.create_task(self._tell_lost(engine, end.result()))
                self._reports.add(report)
                report.add_done_callback(self._reports.discard)

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

    async def _tell_lost(self, engine: EngineProcess, code: int) -> None:
        log.error(
            "%s ended with exit code %s; sessions lost with it: %d", engine.name, code, len(engine.sessions)
        )
        try:
            await self._on_engine_lost(engine.name, tuple(sorted(engine.sessions)))
        except Exception:
            log.exception("The loss of %s could not be recorded", engine.name)

    async def _put(self, engine: EngineProcess) -> None:
        async with self._changed:
            self._running[engine.name] = engine
            self._changed.notify_all()

    async def _take(self, engine: EngineProcess) -> None:
        for session_id in engine.sessions:
            self._homes.pop(session_id, None)
        async with self._changed:
            self._running.pop(engine.name, None)
            self._changed.notify_all()
