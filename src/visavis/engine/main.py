"""An engine process, from its first line to its last."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import httpx
import uvicorn
import uvloop

from visavis.contract.internal import SECRET_HEADER, SECRET_VARIABLE, EngineReady, EventBatch
from visavis.engine.cast import Casting
from visavis.engine.garbage import settle
from visavis.engine.handover import Handover, pieces
from visavis.engine.library import ApiLibrary
from visavis.engine.limits import Limits
from visavis.engine.outbox import Outbox
from visavis.engine.server import create_app
from visavis.engine.sessions import Sessions
from visavis.engine.tuning import ApiRules
from visavis.media import warm
from visavis.settings import Settings

log = logging.getLogger(__name__)

LAST_WORDS_S = 3.0
"""How long a stopping engine tries to deliver its last events and recordings."""
HANDOVER_S = 60.0
"""How long the api may take for the next piece of a recording, or for its answer."""
REFUSED = (404, 413)
"""Answers that say that a recording must not be kept."""


def run_engine(settings: Settings, name: str, port: int, api_url: str) -> None:
    """Serve until SIGTERM or SIGINT; then end every session and return."""
    uvloop.run(_Engine(settings, name, api_url).run(port))


class _Engine:
    def __init__(self, settings: Settings, name: str, api_url: str) -> None:
        self._settings, self._name = settings, name
        self._secret = os.environ.pop(SECRET_VARIABLE, "")
        self._http = httpx.AsyncClient(base_url=api_url, headers={SECRET_HEADER: self._secret}, timeout=10)
        self._outbox = Outbox(settings.outbox_dir / name, self._deliver)
        self._handover = Handover(settings.reels_dir / name, self._hand_over)
        self._casting = Casting(settings, partial(ApiLibrary, self._http, name))
        rules = ApiRules(self._http, name)
        self._sessions = Sessions(
            self._casting,
            self._outbox,
            self._handover,
            Limits.of(settings),
            settings.sessions_per_engine,
            rules,
        )

    async def run(self, port: int) -> None:
        loop = asyncio.get_running_loop()
        loop.set_default_executor(ThreadPoolExecutor(4, "engine"))
        await asyncio.gather(self._casting.warm_up(), warm.warm_up())
        settle()
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        app = create_app(self._name, self._sessions, self._secret)
        server = _Server(
            uvicorn.Config(app, log_config=None, access_log=False, ws_max_size=2 << 20, lifespan="off")
        )
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
        delivering = asyncio.gather(self._outbox.run(), self._handover.run())
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        await server.listening.wait()
        ready = EngineReady(engine=self._name, port=listener.getsockname()[1])
        print(ready.model_dump_json(), file=sys.stdout, flush=True)
        await stop.wait()
        log.info("engine %s drains", self._name)
        await self._sessions.drain("The server is shutting down.")
        await asyncio.gather(self._outbox.drained(LAST_WORDS_S), self._handover.drained(LAST_WORDS_S))
        delivering.cancel()
        with suppress(asyncio.CancelledError):
            await delivering
        server.should_exit = True
        await serving
        await self._casting.close()
        await self._http.aclose()

    async def _deliver(self, batch: EventBatch) -> None:
        response = await self._http.post(
            f"/internal/engines/{self._name}/events",
            content=batch.model_dump_json(),
            headers={"content-type": "application/json"},
        )
        response.raise_for_status()

    async def _hand_over(self, session_id: str, reel: Path) -> None:
        response = await self._http.put(
            f"/internal/engines/{self._name}/sessions/{session_id}/recording",
            content=pieces(reel),
            timeout=HANDOVER_S,
        )
        if response.status_code not in REFUSED:
            response.raise_for_status()


class _Server(uvicorn.Server):
    """uvicorn without its own signal handlers: one place of this process decides when it ends."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
