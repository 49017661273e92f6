"""The api process as `visavis serve` runs it, but without engines: `python -m tests.api_process`.

Settings come from the environment. Prints its address when it is ready.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
import uvloop

from tests.placements import ScriptedPlacement
from visavis.api.app import create_app
from visavis.serve import listen
from visavis.settings import Settings

READY_S = 90.0


@dataclass(frozen=True, slots=True)
class ApiProcess:
    url: str
    process: asyncio.subprocess.Process

    async def kill(self) -> None:
        """`kill -9`: it learns nothing of it."""
        self.process.kill()
        await self.process.wait()


@asynccontextmanager
async def api_process(data_dir: Path, key: str) -> AsyncIterator[ApiProcess]:
    settings = {"DATA_DIR": str(data_dir), "BOOTSTRAP_API_KEY": key, "LOG_LEVEL": "warning"}
    environment = os.environ | {f"VISAVIS_{name}": value for name, value in settings.items()}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.api_process"),
        stdout=asyncio.subprocess.PIPE,
        env=environment | {"OLLAMA_HOST": "http://127.0.0.1:9"},
    )
    assert process.stdout is not None
    try:
        said = (await asyncio.wait_for(process.stdout.readline(), READY_S)).decode()
        assert said.startswith("ready at "), "the api process did not start"
        yield ApiProcess(said.split()[-1], process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _serve() -> None:
    listener = listen("127.0.0.1", 0)
    app = create_app(Settings(), ScriptedPlacement())
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None, access_log=False))
    async with app.router.lifespan_context(app):
        print(f"ready at http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
        await server.serve([listener])


if __name__ == "__main__":
    uvloop.run(_serve())
