"""`visavis serve`: one api process with its pool of engines, from the first line to a clean end.

listen ─▶ model files ─▶ data folder, database, key ─▶ ready ─▶ Ctrl-C ─▶ engines drain ─▶ end
                       └▶ engines start meanwhile ──┘
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
import uvloop

from visavis.api.app import create_app
from visavis.face.neural.description import LipModelDescription, LipModelError
from visavis.face.neural.reading import read_lip_model
from visavis.face.photo import models as of_photos
from visavis.installed import has_flite
from visavis.model_files import FETCH_COMMAND, ModelError, fetch
from visavis.packs.catalogue import Pack
from visavis.packs.shelf import Shelf
from visavis.providers import models as of_conversations
from visavis.services.default_llm import describe
from visavis.services.engine_pool import LocalPool
from visavis.services.errors import Invalid
from visavis.services.left_outboxes import collect_outbox, left_outboxes
from visavis.services.left_reels import collect_reels, left_reels
from visavis.services.seats import engine_lost
from visavis.services.vendor_access import vendors_at_hand
from visavis.services.wing import ControlWing
from visavis.settings import Settings
from visavis.store.database_url import CannotOpenDatabase
from visavis.wire.frames import MAX_SIGNALLING_BYTES

log = logging.getLogger(__name__)

QUIET_START_S = 5.0
LAST_REQUESTS_S = 2
"""How long open requests may take once the engines have ended."""
INTERRUPTED_TWICE = 130
"""Exit code of a server that was not given the time to drain (128 + SIGINT)."""


class CannotServe(Exception):
    """The server cannot start; `str(error)` is one line for people."""


def serve(settings: Settings) -> None:
    """Serves until SIGINT or SIGTERM. Raises CannotServe."""
    lip_model = _lip_model(settings.lip_model)
    listener = listen(settings.host, settings.port)
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotServe(f"The data folder {settings.data_dir} cannot be made: {error.strerror}.") from error
    uvloop.run(_Serving(settings, listener, lip_model).run())


def listen(host: str, port: int) -> socket.socket:
    """The listening socket; port 0 takes a free one. Raises CannotServe."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()  # now, so that of two servers that start together one is told
    except OSError as error:
        listener.close()
        raise CannotServe(
            f"visavis cannot listen at {host}:{port}: {error.strerror or error}. "
            "Another port can be chosen with --port."
        ) from error
    return listener


class _Serving:
    def __init__(
        self, settings: Settings, listener: socket.socket, lip_model: LipModelDescription | None
    ) -> None:
        self._settings = settings
        self._lip_model = lip_model
        self._listener = listener
        self._stop = asyncio.Event()
        self._wing: ControlWing | None = None
        self._pool = LocalPool(
            engines=settings.engines,
            api_url=_url(_reachable_here(settings.host), listener),
            secret=secrets.token_urlsafe(32),
            on_engine_lost=self._engine_lost,
        )
        self._app = create_app(settings, self._pool, self._pool)
        self._server = _Server(
            uvicorn.Config(
                self._app,
                lifespan="off",  # entered below, so that a failed start is an exception of ours
                log_config=None,
                access_log=False,
                server_header=False,
                ws_max_size=MAX_SIGNALLING_BYTES,
                ws_per_message_deflate=False,
                timeout_graceful_shutdown=LAST_REQUESTS_S,
            )
        )

    async def run(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, self._interrupted)
        complaints = await asyncio.to_thread(_fetch_models, self._settings)
        left = left_outboxes(self._settings.outbox_dir)
        reels = left_reels(self._settings.reels_dir)
        self._pool.start()
        try:
            async with self._app.router.lifespan_context(self._app):
                self._wing = self._app.state.wing
                await self._serve(self._wing, left, reels, complaints)
        except CannotOpenDatabase as error:
            raise CannotServe(str(error)) from error
        except Invalid as error:
            raise CannotServe(f"VISAVIS_{error.path.upper()}: {error}.") from error
        finally:
            await self._pool.close()

    async def _serve(
        self, wing: ControlWing, left: list[Path], reels: list[Path], complaints: list[str]
    ) -> None:
        if wing.first_key:
            _say(f"\nYour API key, shown this once:\n\n    {wing.first_key}\n")
        for folder in left:
            try:
                await collect_outbox(wing.database, folder)
            except Exception:  # kept for the next start: old reports must not keep new conversations away
                log.exception("the reports in %s could not be taken over", folder)
        serving = asyncio.create_task(self._server.serve([self._listener]), name="server")
        collecting = asyncio.create_task(collect_reels(wing, reels), name="reels of an earlier run")
        try:
            if await self._ready():
                _say(self._welcome(wing, complaints))
                await self._stop.wait()
        finally:
            await self._pool.drain()
            collecting.cancel()
            self._server.should_exit = True
            await serving
        log.info("visavis has ended")

    async def _ready(self) -> bool:
        """False when we are told to stop before a session could start."""
        either = asyncio.create_task(self._pool.until_ready()), asyncio.create_task(self._stop.wait())
        done, _ = await asyncio.wait(either, timeout=QUIET_START_S, return_when=asyncio.FIRST_COMPLETED)
        if not done:
            _say("Starting; a first start may have to compile the renderer, which takes up to a minute.")
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        for task in either:
            task.cancel()
        return not self._stop.is_set()

    def _welcome(self, wing: ControlWing, complaints: list[str]) -> str:
        if not has_flite():
            complaints.append(
                "libflite is not installed: espeak-ng speaks in its place (apt install libflite1)"
            )
        lips, pack = self._lip_model, Shelf(self._settings.packs_dir).default
        url = _url(_reachable_here(self._settings.host), self._listener)
        lines = [
            f"visavis is ready at {url}",
            *([f"  begins   at {url}/welcome, with the key above"] if wing.first_key else []),
            f"  speaks   {_speaks(pack)}",
            *(f"           {vendor} for its own voices" for vendor in vendors_at_hand(self._settings)),
            f"  thinks   {describe(wing.default_llm)}",
            *([f"  draws    mouths with {lips.name} ({lips.licence})"] if lips else []),
            f"  listens  {_listens(self._settings, pack)}",
            *(f"  missing  {complaint}" for complaint in complaints),
        ]
        return "\n".join(lines)

    def _interrupted(self) -> None:
        if self._stop.is_set():
            os._exit(INTERRUPTED_TWICE)  # the engines read the end of their standard input and end too
        _say("Ending: conversations are closed first. Ctrl-C again ends at once.")
        self._stop.set()

    async def _engine_lost(self, engine: str, session_ids: tuple[str, ...]) -> None:
        """What it wrote down before it died counts; sessions of which it says nothing ended as errors."""
        if self._wing is not None:
            database = self._wing.database
            await collect_outbox(database, self._settings.outbox_dir / engine)
            await engine_lost(database, engine, session_ids)
            await collect_reels(self._wing, [self._settings.reels_dir / engine])


class _Server(uvicorn.Server):
    """uvicorn without signal handlers of its own: engines must end before their api does."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _fetch_models(settings: Settings, progress: Callable[[str], None] = log.info) -> list[str]:
    """Fetches what is missing; what could not be had, in words for people."""
    wanted = of_conversations.MODELS + of_photos.MODELS
    if settings.turn_model in of_conversations.TURN_MODELS:
        wanted += (of_conversations.TURN_MODELS[settings.turn_model],)
    try:
        fetch(settings.models_dir, wanted, progress)
    except ModelError as error:
        return [f"{error}; `{FETCH_COMMAND}` tries again"]
    return []


def _lip_model(path: Path | None) -> LipModelDescription | None:
    """Only read: the engines run it. Raises CannotServe."""
    try:
        return None if path is None else read_lip_model(path)
    except LipModelError as error:
        raise CannotServe(f"VISAVIS_LIP_MODEL: {error}") from error


def _url(host: str, listener: socket.socket) -> str:
    return f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}"


def _reachable_here(host: str) -> str:
    """An address at which this machine reaches a server that listens at `host`."""
    return {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)


def _say(text: str) -> None:
    print(text, flush=True)


def _speaks(pack: Pack | None) -> str:
    embedded = "flite and espeak-ng" if has_flite() else "espeak-ng"
    if pack is None:
        return embedded
    voices = ", ".join(dict.fromkeys(part.engine.name for part in pack.speaks))
    return f"{voices} (the local pack {pack.name}); {embedded} for what it does not know"


def _listens(settings: Settings, pack: Pack | None) -> str:
    if settings.chosen_recogniser is not None:
        return f"{settings.chosen_recogniser}; this machine's own recogniser stands in"
    if pack is None:
        return "pocketsphinx (embedded; weak, speak clearly and in short sentences)"
    return f"{pack.hears.name} (the local pack {pack.name})"
