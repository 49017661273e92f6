"""What the control plane costs: CPU of the server's process per request, beside a bare FastAPI route.

Both servers run at once and are asked in turn, round by round, so that what else the machine does meets both.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from bench.cost import cpu_clock
from bench.figures import Figure
from bench.keep_alive import Call, repeat
from bench.rest_data import FEW, MANY, Holder, fill
from visavis.services.seats import close_left_open
from visavis.settings import Settings
from visavis.store.database import open_database

NO_LIMIT = 1_000_000
REQUESTS = 400
WARM_UP = 80
PER_PAGE = 10
MOST_OF_BARE = {"sqlite": 3.0, "postgresql": 5.0}
"""What GET persona may cost, in bare routes, on each kind of database."""
MOST_OF_FIRST_PAGE = 2.0
BARE = Call("GET", "/things/one")


@dataclass
class Measured:
    """One kind of request, in microseconds of CPU for each round."""

    name: str
    call: Call
    requests: int = REQUESTS
    costs_us: list[float] = field(default_factory=list)
    size: int = 0
    """Bytes of an answer."""


@dataclass(frozen=True, slots=True)
class Process:
    url: str
    pid: int

    async def ask(self, measured: Measured, requests: int) -> float:
        """Microseconds of CPU that one request costs."""
        before = time.clock_gettime(cpu_clock(self.pid))
        measured.size = await repeat(self.url, measured.call, requests)
        return (time.clock_gettime(cpu_clock(self.pid)) - before) / requests * 1e6


async def rest(rounds: int, database_url: str | None) -> list[Figure]:
    """`database_url`: of an empty database; SQLite in a folder of its own without it."""
    with tempfile.TemporaryDirectory(prefix="visavis-bench-rest-") as folder:
        settings = Settings(data_dir=Path(folder), database_url=database_url)
        few, many = await fill(settings)
        environment = os.environ | {"VISAVIS_DATA_DIR": folder, "OLLAMA_HOST": "http://127.0.0.1:9"}
        environment["VISAVIS_DATABASE_URL"] = settings.database
        environment["VISAVIS_MAX_CONCURRENT_SESSIONS"] = str(NO_LIMIT)  # none of those that it starts ends
        async with _running("bare", environment) as bare, _running("visavis", environment) as ours:
            yardstick, calls = Measured("a bare FastAPI route", BARE), _calls(few, many)
            for number in range(rounds + 1):
                requests = REQUESTS if number else WARM_UP
                await _round(settings, bare, ours, yardstick, calls, requests, keep=number > 0)
    kind = settings.database.split(":")[0].split("+")[0]
    return [_cost(yardstick), *_figures(calls, yardstick, kind)]


def _calls(few: Holder, many: Holder) -> list[Measured]:
    def page(number: int, holder: Holder = many, search: str = "") -> Call:
        return Call("GET", f"/v1/personas?page={number}&perPage={PER_PAGE}{search}", holder.key)

    stateful = {"personaConfig": {"personaId": few.persona_id}}
    last = MANY // PER_PAGE
    return [
        Measured("GET persona", Call("GET", f"/v1/personas/{few.persona_id}", few.key)),
        Measured(f"list, first page of {FEW}", page(1, few)),
        Measured(f"list, first page of {MANY:,}", page(1)),
        Measured(f"list, middle page of {MANY:,}", page(last // 2)),
        Measured(f"list, last page of {MANY:,}", page(last)),
        Measured(f"list, search in {MANY:,}", page(1, search="&search=persona%2077"), requests=40),
        Measured("POST session-token", Call("POST", "/v1/auth/session-token", few.key, stateful)),
        Measured("POST engine/session", Call("POST", "/v1/engine/session", few.key, stateful)),
    ]


async def _round(
    settings: Settings,
    bare: Process,
    ours: Process,
    yardstick: Measured,
    calls: list[Measured],
    requests: int,
    *,
    keep: bool,
) -> None:
    for server, measured in ((bare, yardstick), *((ours, call) for call in calls)):
        cost_us = await server.ask(measured, min(requests, measured.requests))
        if keep:
            measured.costs_us.append(cost_us)
    database = open_database(settings.database)
    await close_left_open(database)  # or their seats would be counted in every later round
    await database.close()


def _figures(calls: list[Measured], yardstick: Measured, kind: str) -> list[Figure]:
    figures = []
    first_of_few = calls[1]
    for measured in calls:
        figures.append(_cost(measured))
        bound = MOST_OF_BARE[kind] if measured is calls[0] else None
        figures.append(_ratio("  of a bare route", measured, yardstick, bound))
        if " page of " in measured.name and measured is not first_of_few:
            figures.append(_ratio(f"  of the first of {FEW}", measured, first_of_few, MOST_OF_FIRST_PAGE))
    return figures


def _cost(measured: Measured) -> Figure:
    return Figure(f"{measured.name} ({measured.size} bytes): CPU", tuple(measured.costs_us), "µs/request")


def _ratio(name: str, measured: Measured, other: Measured, bound: float | None) -> Figure:
    """Round by round, because the machine's speed differs from one to the next."""
    return Figure(name, tuple(np.divide(measured.costs_us, other.costs_us)), "×", bound)


@asynccontextmanager
async def _running(which: str, environment: dict[str, str]) -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.rest_server", which), stdout=asyncio.subprocess.PIPE, env=environment
    )
    assert process.stdout is not None
    try:
        said = (await asyncio.wait_for(process.stdout.readline(), 60)).decode()
        if not said.startswith("ready at "):
            raise RuntimeError(f"the {which} server did not start")
        yield Process(said.split()[-1], process.pid)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
