"""One engine process on this machine: started, asked, watched and stopped."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Mapping, Sequence

import httpx
from pydantic import ValidationError

from visavis.contract.internal import SECRET_HEADER, EngineHealth, EngineReady, Refusal
from visavis.contract.spec import SessionSpec
from visavis.contract.vitals import EngineVitals
from visavis.services.engine_directory import EngineFailed
from visavis.services.errands import Answer, Errand, Question

log = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"
REQUEST_S = 4.0
"""A public client gives a session POST 10 s: two engines can be asked within that."""
JSON = {"content-type": "application/json"}


class EngineProcess:
    """A running engine. Its standard input is a pipe that it reads to the end: it closes with this process,
    however this process ends, and the engine then stops too."""

    def __init__(self, name: str, port: int, secret: str, process: asyncio.subprocess.Process) -> None:
        self.name = name
        self.port = port
        self.sessions: set[str] = set()
        self._arriving = 0
        self._process = process
        self._http = httpx.AsyncClient(
            base_url=f"http://{LOOPBACK}:{port}",
            headers={SECRET_HEADER: secret},
            timeout=REQUEST_S,
            trust_env=False,
        )
        self._chatter = asyncio.create_task(_log_output(name, process), name=f"output of {name}")

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def load(self) -> int:
        """Sessions that it holds or is just taking."""
        return len(self.sessions) + self._arriving

    async def ended(self) -> int:
        """Waits for the end of the process; its exit code (negative: the signal that killed it)."""
        code = await self._process.wait()
        self._chatter.cancel()
        await self._http.aclose()
        return code

    async def begin(self, spec: SessionSpec) -> bool:
        """Hands a session over; False when the engine takes no more. Raises EngineFailed."""
        self._arriving += 1
        try:
            reply = await self._http.post("/sessions", content=spec.model_dump_json(), headers=JSON)
        except httpx.HTTPError as error:
            raise EngineFailed(f"{self.name} did not take a session: {error!r}") from error
        finally:
            self._arriving -= 1
        if reply.status_code == httpx.codes.SERVICE_UNAVAILABLE:
            return False
        if not reply.is_success:
            raise EngineFailed(f"{self.name} refused a session with {reply.status_code}: {reply.text[:500]}")
        return True

    async def end(self, session_id: str, reason: str) -> None:
        try:
            await self._http.delete(f"/sessions/{session_id}", params={"reason": reason})
        except httpx.HTTPError as error:
            raise EngineFailed(f"{self.name} did not end session {session_id}: {error!r}") from error

    async def run(self, errand: Errand[Question, Answer], question: Question) -> Answer:
        """Raises EngineFailed, and for a refusal what the errand says."""
        try:
            reply = await self._http.post(
                errand.path, content=question.model_dump_json(), headers=JSON, timeout=errand.within_s
            )
            if refused := errand.refusals.get(reply.status_code):
                raise refused(Refusal.model_validate_json(reply.content).message)
            reply.raise_for_status()
            return errand.read(reply.content)
        except (httpx.HTTPError, ValidationError) as error:
            raise EngineFailed(f"{self.name} did not {errand.what}: {error!r}") from error

    async def vitals(self) -> EngineVitals:
        """Raises EngineFailed."""
        try:
            reply = await self._http.get("/vitals")
            reply.raise_for_status()
            return EngineVitals.model_validate_json(reply.content)
        except (httpx.HTTPError, ValidationError) as error:
            raise EngineFailed(f"{self.name} did not tell how it is: {error!r}") from error

    async def health(self, within_s: float) -> EngineHealth | None:
        """None when it gives no sound answer in time."""
        try:
            reply = await self._http.get("/health", timeout=within_s)
            return EngineHealth.model_validate_json(reply.content)
        except (httpx.HTTPError, ValidationError):
            return None

    async def talk(self, session_id: str, body: bytes) -> httpx.Response:
        """Passes a client's /talk on, without the secret of the internal calls."""
        try:
            return await self._http.post(
                "/talk",
                params={"session_id": session_id},
                content=body,
                headers=JSON | {SECRET_HEADER: ""},
            )
        except httpx.HTTPError as error:
            raise EngineFailed(f"{self.name} did not take a text to speak: {error!r}") from error

    def drain(self) -> None:
        """Asks it to take leave of its clients and end."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        self._signal(signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(number)


async def start_engine(
    name: str, command: Sequence[str], environment: Mapping[str, str], secret: str, within_s: float
) -> EngineProcess:
    """Starts `command --name NAME` and waits for the line in which it says where it listens.

    The engine gets a session of its own, so that Ctrl-C in the terminal reaches only this process, which
    drains the engines first. Raises EngineFailed.
    """
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            "--name",
            name,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=dict(environment),
            start_new_session=True,
        )
    except OSError as error:  # no memory or no room for another process: there may be some later
        raise EngineFailed(f"{name} could not be started: {error}") from error
    try:
        async with asyncio.timeout(within_s):
            ready = await _ready_line(name, process)
    except BaseException as error:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        if isinstance(error, TimeoutError):
            raise EngineFailed(f"{name} was not ready within {within_s:.0f} s") from error
        raise
    return EngineProcess(name, ready.port, secret, process)


async def _ready_line(name: str, process: asyncio.subprocess.Process) -> EngineReady:
    assert process.stdout is not None
    async for line in process.stdout:
        try:
            return EngineReady.model_validate_json(line)
        except ValidationError:
            log.debug("%s: %s", name, line.decode(errors="replace").rstrip())
    raise EngineFailed(f"{name} ended before it was ready, with exit code {await process.wait()}")


async def _log_output(name: str, process: asyncio.subprocess.Process) -> None:
    """Reads what an engine prints after its ready line, so that a full pipe can never stop it."""
    assert process.stdout is not None
    while chunk := await process.stdout.read(4096):
        log.debug("%s: %s", name, chunk.decode(errors="replace").rstrip())
