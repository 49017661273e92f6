"""A pool over real processes of tests/services/fake_engine.py."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from visavis.contract.spec import AvatarSpec, LlmSpec, PersonaSpec, SessionSpec, VoiceSpec
from visavis.services.engine_keeper import KeeperTimes
from visavis.services.engine_pool import LocalPool

FAKE_ENGINE = (sys.executable, str(Path(__file__).with_name("fake_engine.py")))
SECRET = "s3cret"
TIMES = KeeperTimes(between_health_checks=0.05, first_restart=0.02)


def spec(session_id: str) -> SessionSpec:
    return SessionSpec(
        session_id=session_id,
        organization_id="o",
        persona=PersonaSpec(name="Maya"),
        avatar=AvatarSpec(id="a", display_name="Maya", rig="maya"),
        voice=VoiceSpec(id="v", display_name="Voice", engine="flite", name="slt"),
        llm=LlmSpec(id="l", kind="offline"),
    )


class Losses:
    """What the pool reported as lost."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, tuple[str, ...]]] = []

    async def __call__(self, engine: str, sessions: tuple[str, ...]) -> None:
        self.seen.append((engine, sessions))


@asynccontextmanager
async def running_pool(
    engines: int = 2, losses: Losses | None = None, times: KeeperTimes = TIMES, **variables: str
) -> AsyncIterator[LocalPool]:
    """All its engines are ready, unless a variable keeps them from it."""
    pool = LocalPool(
        engines=engines,
        api_url="http://127.0.0.1:1",
        secret=SECRET,
        on_engine_lost=losses or Losses(),
        command=FAKE_ENGINE,
        environment=dict(os.environ) | variables,
        start_s=20,
        times=times,
    )
    pool.start()
    try:
        if not variables.keys() & {"VISAVIS_FAKE_FAILURES", "VISAVIS_FAKE_HUNG"}:
            await eventually(lambda: len(pool.processes) == engines)
        yield pool
    finally:
        await pool.close()


async def eventually(holds: Callable[[], bool], within_s: float = 20) -> None:
    """Real processes start and end when they do: there is no clock to pass in."""
    async with asyncio.timeout(within_s):
        while not holds():
            await asyncio.sleep(0.01)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
