"""The local pool: engine processes of this machine, kept warm, watched and replaced."""

from __future__ import annotations

import asyncio
import hmac
import logging
import os
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence

import httpx

from visavis.contract.checkup import CheckedUp, Checkup
from visavis.contract.internal import API_URL_VARIABLE, SECRET_VARIABLE
from visavis.contract.llm_trial import LlmTrial, LlmTried
from visavis.contract.spec import SessionSpec
from visavis.contract.tools import ToolTrial, TriedTool
from visavis.contract.vitals import EngineVitals, LineAnswer, LineOffer
from visavis.contract.voice_trial import VoiceTrial
from visavis.services.engine_directory import EngineFailed
from visavis.services.engine_keeper import EngineKeeper, KeeperTimes
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


START_S = 90.0
"""For an engine to say that it listens; the first start on a machine compiles the renderer."""
DRAIN_S = 5.0

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
        start_s: float = START_S,
        times: KeeperTimes | None = None,
    ) -> None:
        inherited = os.environ if environment is None else environment
        self._environment = {k: v for k, v in inherited.items() if k not in KEPT_FROM_ENGINES}
        self._environment |= {SECRET_VARIABLE: secret, API_URL_VARIABLE: api_url}
        self._secret = secret
        self._command = tuple(command)
        self._start_s = start_s
        self._on_engine_lost = on_engine_lost
        self._keepers = [EngineKeeper(number, self._launch, self, times) for number in range(1, engines + 1)]
        self._running: dict[str, EngineProcess] = {}
        self._homes: dict[str, EngineProcess] = {}
        self._keeping: list[asyncio.Task[None]] = []
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
        self._keeping = [asyncio.create_task(keeper.run()) for keeper in self._keepers]

    async def until_ready(self) -> None:
        """Returns when a session could start."""
        async with self._changed:
            await self._changed.wait_for(lambda: self.ready)

    async def drain(self) -> None:
        """Takes no more sessions, lets the engines take leave of their clients and ends them all."""
        self._take_no_more()
        for engine in self._running.values():
            engine.drain()
        try:
            async with asyncio.timeout(DRAIN_S), self._changed:
                await self._changed.wait_for(lambda: not self._running)
        except TimeoutError:
            log.warning("Engines that did not end in time are killed: %s", ", ".join(self._running))
        await self.close()

    async def close(self) -> None:
        """Ends what still runs, at once."""
        self._take_no_more()
        for engine in self._running.values():
            engine.kill()
        for keeping in self._keeping:
            keeping.cancel()
        await asyncio.gather(*self._keeping, return_exceptions=True)
        await asyncio.gather(*self._reports)

    def _take_no_more(self) -> None:
        self._draining = True
        for keeper in self._keepers:
            keeper.stop()

    async def _launch(self, name: str) -> EngineProcess:
        return await start_engine(name, self._command, self._environment, self._secret, self._start_s)

    # what its keepers tell (KeptEngines)

    async def started(self, engine: EngineProcess) -> None:
        async with self._changed:
            self._running[engine.name] = engine
            self._changed.notify_all()

    async def ended(self, engine: EngineProcess, code: int) -> None:
        for session_id in engine.sessions:
            self._homes.pop(session_id, None)
        async with self._changed:
            self._running.pop(engine.name, None)
            self._changed.notify_all()
        if engine.sessions or not self._draining:
            report = asyncio.create_task(self._tell_lost(engine, code))
            self._reports.add(report)
            report.add_done_callback(self._reports.discard)

    async def _tell_lost(self, engine: EngineProcess, code: int) -> None:
        log.error(
            "%s ended with exit code %s; sessions lost with it: %d", engine.name, code, len(engine.sessions)
        )
        try:
            await self._on_engine_lost(engine.name, tuple(sorted(engine.sessions)))
        except Exception:
            log.exception("The loss of %s could not be recorded", engine.name)
