"""A vendor of the tests in a process of its own, behind a door where it is seen who comes and when it answers.

adapter ──▶ door ──▶ vendor        python -m bench.vendor_door NAME: the address on the first line; then, for
        ◀── │  ◀──                 each line that is read, how many have come in, and when (monotonic seconds)
         first byte                the first byte went out since the last such line

In the process of what is measured the vendor's own work would be taken for the adapter's.
"""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from time import monotonic
from urllib.parse import urlsplit, urlunsplit

from tests.providers.stt.vendors.desk import Desk
from tests.providers.stt.vendors.flux import FluxDesk
from tests.providers.stt.vendors.nova import NovaDesk
from tests.providers.stt.vendors.openai import OpenAiDesk
from tests.providers.tts.vendors.cartesia import Cartesia
from tests.providers.tts.vendors.elevenlabs import ElevenLabs
from tests.providers.tts.vendors.fish_audio import FishAudio
from tests.providers.tts.vendors.openai_speech import OpenAi
from tests.providers.tts.vendors.studio import Studio

HEARD = "How much is a red boat, and when does the next one leave?"
"""What the listening vendors understand, a word for each quarter of a second."""
CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Seen:
    connections: int
    """Since the beginning."""
    first_byte_s: float
    """On the monotonic clock."""


class Door:
    """To a vendor in another process."""

    def __init__(self, process: Process, url: str) -> None:
        self._process, self.url = process, url

    async def seen(self) -> Seen:
        """Since it was last asked."""
        assert self._process.stdin is not None
        self._process.stdin.write(b"\n")
        connections, first_byte_s = (await _line(self._process)).split()
        return Seen(int(connections), float(first_byte_s))


@asynccontextmanager
async def vendor_door(name: str) -> AsyncIterator[Door]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.vendor_door", name, stdin=PIPE, stdout=PIPE
    )
    try:
        yield Door(process, await _line(process))
    finally:
        process.kill()
        await process.wait()


async def _line(process: Process) -> str:
    assert process.stdout is not None
    return (await process.stdout.readline()).decode().strip()


# ---- in the other process


@asynccontextmanager
async def _speaking(studio: Studio | OpenAi) -> AsyncIterator[str]:
    async with studio.at_work():
        yield studio.url


def _listening(desk: type[Desk]) -> AbstractAsyncContextManager[str]:
    return desk([HEARD]).open()


VENDORS: dict[str, Callable[[], AbstractAsyncContextManager[str]]] = {
    "elevenlabs": lambda: _speaking(ElevenLabs()),
    "cartesia": lambda: _speaking(Cartesia()),
    "cartesia-late": lambda: _speaking(Cartesia(times_after_s=0.03)),
    "fish-audio": lambda: _speaking(FishAudio()),
    "openai-speech": lambda: _speaking(OpenAi()),
    "deepgram-flux": lambda: _listening(FluxDesk),
    "deepgram-nova": lambda: _listening(NovaDesk),
    "openai-realtime": lambda: _listening(OpenAiDesk),
}


class _Relay:
    def __init__(self, host: str | None, port: int | None) -> None:
        self._place = host, port
        self._connections = 0
        self._first_byte_s: float | None = None

    async def let_in(self, asks: asyncio.StreamReader, hears: asyncio.StreamWriter) -> None:
        self._connections += 1
        answers, told = await asyncio.open_connection(*self._place)
        await asyncio.gather(_pass_on(asks, told), _pass_on(answers, hears, self._note))

    def _note(self) -> None:
        if self._first_byte_s is None:
            self._first_byte_s = monotonic()

    def tell(self) -> str:
        seen, self._first_byte_s = self._first_byte_s, None
        return f"{self._connections} {seen or 0.0}"


async def _pass_on(
    source: asyncio.StreamReader, sink: asyncio.StreamWriter, before: Callable[[], None] = lambda: None
) -> None:
    try:
        while data := await source.read(CHUNK):
            before()
            sink.write(data)
    except ConnectionError:
        pass
    finally:
        sink.close()


async def _serve(name: str) -> None:
    async with VENDORS[name]() as url:
        parts = urlsplit(url)
        relay = _Relay(parts.hostname, parts.port)
        server = await asyncio.start_server(relay.let_in, "127.0.0.1", 0)
        here = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        print(urlunsplit(parts._replace(netloc=here)), flush=True)
        asked = asyncio.StreamReader()
        protocol = asyncio.StreamReaderProtocol(asked)
        await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
        while await asked.readline():
            print(relay.tell(), flush=True)


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1]))
