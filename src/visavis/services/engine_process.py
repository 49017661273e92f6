"""One engine process on this machine: started, asked, watched and stopped."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Mapping, Sequence

import httpx
from pydantic import ValidationError

from visavis.contract.checkup import CheckedUp, Checkup
from visavis.contract.internal import SECRET_HEADER, EngineHealth, EngineReady
from visavis.contract.llm_trial import LlmTrial, LlmTried
from visavis.contract.spec import SessionSpec
from visavis.contract.tools import LONGEST_WEBHOOK_S, ToolTrial, TriedTool
from visavis.contract.vitals import EngineVitals, LineAnswer, LineOffer
from visavis.contract.voice_trial import VoiceTrial
from visavis.services.engine_directory import EngineFailed
from visavis.services.placement import LineRefused, VoiceRefused

log = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"
REQUEST_S = 4.0
"""A public client gives a session POST 10 s: two engines can be asked within that."""
TRIAL_S = 30.0
"""Longer than an engine waits for whoever is tried."""
GATHERING_S = 12.0
"""An engine asks its STUN and TURN servers before it answers an offer, and these may be silent."""


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
            reply = await self._http.post(
                "/sessions", content=spec.model_dump_json(), headers={"content-type": "application/json"}
            )
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

    async def try_llm(self, trial: LlmTrial) -> LlmTried:
        """Raises EngineFailed."""
        try:
            reply = await self._http.post(
                "/llm-trials",
                content=trial.model_dump_json(),
                headers={"content-type": "application/json"},
                timeout=TRIAL_S,
            )
            reply.raise_for_status()
            return LlmTried.model_validate_json(reply.content)
        except (httpx.HTTPError, ValidationError) as error:
            raise EngineFailed(f"{self.name} did not try an LLM: {error!r}") from error

    async def try_tool(self, trial: ToolTrial) -> TriedTool:
        """Has it call a webhook. Raises EngineFailed."""
        try:
            reply = await self._http.post(
                "/tools/try",
                content=trial.model_dump_json(),
                headers={"content-type": "application/json"},
                timeout=LONGEST_WEBHOOK_S + REQUEST_S,
            )
            reply.raise_for_status()
            return TriedTool.model_validate_json(reply.content)
        except (httpx.HTTPError, ValidationError) as error:
            raise EngineFailed(f"{self.name} did not try a tool: {error!r}") from error

    async def check_line(self, offer: LineOffer) -> LineAnswer:
        """Raises LineRefused, EngineFailed."""
        try:
            reply = await self._http.post(
                "/line-checks",
                content=offer.model_dump_json(),
                headers={"content-type": "application/json"},
                timeout=GATHERING_S,
            )
            if reply.status_code == httpx.codes.BAD_REQUEST:
                raise LineRefused(reply.json()["message"])
            reply.raise_for_status()
            return LineAnswer.model_validate_json(reply.content)
        except (httpx.HTTPError, ValidationError) as error:
            raise EngineFailed(f"{self.name} did not check a line: {error!r}") from error

    async def check_up(self, checkup: Checkup) -> CheckedUp:
        """Raises EngineFailed."""
        try:
            reply = await self._http.post(
                "/checkups",
                content=checkup.model_dump_json(),
                headers={"content-type": "application/json"},
                timeout=TRIAL_S,
            )
            reply.raise_for_status()
            return CheckedUp.model_validate_json(reply.content)
        except (httpx.HTTPError, ValidationError) as error:
            raise EngineFailed(f"{self.name} did not ask the providers: {error!r}") from error

    async def try_voice(self, trial: VoiceTrial) -> bytes:
        """Raises VoiceRefused, EngineFailed."""
        try:
            reply = await self._http.post(
                "/voice-trials",
                content=trial.model_dump_json(),
                headers={"content-type": "application/json"},
                timeout=TRIAL_S,
            )
            if reply.status_code == httpx.codes.UNPROCESSABLE_ENTITY:
                raise VoiceRefused(reply.json()["message"])
            reply.raise_for_status()
            return reply.content
        except httpx.HTTPError as error:
            raise EngineFailed(f"{self.name} did not try a voice: {error!r}") from error

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
                headers={"content-type": "application/json", SECRET_HEADER: ""},
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
    process = await asyncio.create_subprocess_exec(
        *command,
        "--name",
        name,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env=dict(environment),
        start_new_session=True,
    )
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
