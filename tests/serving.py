"""`visavis serve` as people start it: a process of its own, on a free port, with a data folder of its own."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

MODELS = Path(__file__).parent.parent / "var" / "test" / "models"
"""Where scripts/setup.sh puts the model files for tests; without it the server fetches them itself."""

OF_VENDORS = ("OPENAI_", "DEEPGRAM_", "ELEVENLABS_", "CARTESIA_", "FISH_")
"""How the names of variables begin that let a server use what vendors have."""

READY_S = 90.0
END_S = 15.0


@dataclass
class RunningServer:
    url: str
    key: str | None
    """The API key, when this start made one."""
    process: asyncio.subprocess.Process
    data_dir: Path
    printed: list[str] = field(default_factory=list)
    """Everything that it said so far, logs included."""

    def engine_pids(self) -> list[int]:
        return children_of(self.process.pid)

    def pid_of(self, engine: str) -> int:
        """Process id of the engine with that name."""
        for pid in self.engine_pids():
            if engine in Path(f"/proc/{pid}/cmdline").read_text().split("\0"):
                return pid
        raise LookupError(engine)

    async def interrupt(self) -> int:
        """Ctrl-C; the exit code."""
        self.process.send_signal(signal.SIGINT)
        return await asyncio.wait_for(self.process.wait(), END_S)


@asynccontextmanager
async def running_server(data_dir: Path, *options: str, **variables: str) -> AsyncIterator[RunningServer]:
    """Ready, and gone afterwards with all its engines. Nothing of this machine's settings reaches it."""
    if MODELS.is_dir() and not (data_dir / "models").exists():
        shutil.copytree(MODELS, data_dir / "models")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "visavis", "serve", "--port", "0", "--data-dir", str(data_dir), *options),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env=_environment() | variables,
    )
    assert process.stdout is not None
    printed: list[str] = []
    reading = asyncio.create_task(_read(process.stdout, printed))
    try:
        url = await asyncio.wait_for(_said(printed, reading, r"is ready at (\S+)"), READY_S)
        key = re.search(r"^ +(vv_\S+)$", "\n".join(printed), re.MULTILINE)
        yield RunningServer(url, key[1] if key else None, process, data_dir, printed)
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
            try:
                await asyncio.wait_for(process.wait(), END_S)
            except TimeoutError:
                process.kill()
                await process.wait()
        await reading


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _environment() -> dict[str, str]:
    ours = {
        name: value for name, value in os.environ.items() if not name.startswith(("VISAVIS_", *OF_VENDORS))
    }
    return ours | {"OLLAMA_HOST": "http://127.0.0.1:9"}


async def _read(stream: asyncio.StreamReader, printed: list[str]) -> None:
    async for line in stream:
        printed.append(line.decode(errors="replace").rstrip())


async def _said(printed: list[str], reading: asyncio.Task[None], pattern: str) -> str:
    while not (found := re.search(pattern, "\n".join(printed))):
        if reading.done():
            raise AssertionError("the server ended before it was ready:\n" + "\n".join(printed))
        await asyncio.sleep(0.02)
    return found[1]
