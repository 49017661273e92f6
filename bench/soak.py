"""Sessions one after the other, each with an answer that is heard: does anything of them stay behind?"""

from __future__ import annotations

import asyncio
import os
import time
from dataclasses import dataclass

import httpx
import numpy as np

from bench.cost import Usage, tree
from bench.figures import Figure
from bench.receiver import receiver
from bench.scenarios import Bench
from visavis.engine.garbage import SETTLES_S

WARM_UP = 0.2
"""Share of the sessions that load and compile what later ones use again; not counted."""
QUESTION = "How much is a ticket?"
MORE_FILES, MORE_THREADS = 2, 1
"""Pools that grow to their size late: a database connection, a thread of an executor."""
SEAT_FREE_S = 15.0
"""To be back by then."""
GROWTH_MB = 5.0
"""Per 100 sessions: a fiftieth of what a session holds, each time. What is less than this is the allocator's."""
STRETCH = 8
"""Sessions at least, of which the least that was held is looked at: what others left is not swept up yet."""
STRETCHES = 10
SWEPT_S = SETTLES_S + 1
"""So long a stretch's last session is waited for."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What the server's processes hold after so many sessions, when nobody is connected."""

    sessions: int
    memory_mb: float
    files: int
    """Open descriptors: sockets, files, pipes."""
    threads: int
    processes: int
    seat_s: float
    """From the client's goodbye until the seat was free."""


async def soak(bench: Bench) -> list[Figure]:
    samples = await hold_sessions(bench.http, bench.server_pid, bench.sessions)
    kept = f"left by {bench.sessions} sessions: "
    seats_ms = tuple(1000 * each.seat_s for each in samples)
    return [
        Figure(f"{kept}memory, per 100 of them", (growth_mb(samples),), "MB", GROWTH_MB),
        Figure(f"{kept}open files, sockets, pipes", (float(left(samples, "files")),), "", MORE_FILES),
        Figure(f"{kept}threads", (float(left(samples, "threads")),), "", MORE_THREADS),
        Figure(f"{kept}processes", (float(left(samples, "processes")),), "", 0),
        Figure("from the goodbye until the seat is free", seats_ms, "ms", 1000 * SEAT_FREE_S),
    ]


async def hold_sessions(http: httpx.AsyncClient, server_pid: int, count: int) -> list[Sample]:
    samples: list[Sample] = []
    stretch = _stretch(count)
    for number in range(1, count + 1):
        async with receiver(http) as client:
            asked_s = time.perf_counter()
            client.type(QUESTION)
            await client.sound_after(asked_s)
        seat_s = await _until_free(http)
        if number % stretch == 0 or number == count:
            await asyncio.sleep(SWEPT_S)
        pids = tree(server_pid)
        memory_mb = Usage.of(pids).private_mb
        samples.append(
            Sample(number, memory_mb, _entries(pids, "fd"), _entries(pids, "task"), len(pids), seat_s)
        )
    return samples


def counted(samples: list[Sample]) -> list[Sample]:
    return samples[round(WARM_UP * len(samples)) :]


def growth_mb(samples: list[Sample]) -> float:
    """Per 100 sessions, by the least that was held in each stretch of them.

    The median of the steps from stretch to stretch: what every session leaves is in all of them, a thread or a
    decoder that is kept from some day on in one.
    """
    kept = counted(samples)
    length = _stretch(len(kept))
    floors = [
        min(each.memory_mb for each in kept[first : first + length])
        for first in range(0, len(kept) - length + 1, length)
    ]
    return 100 * float(np.median(np.diff(floors))) / length


def _stretch(sessions: int) -> int:
    return max(STRETCH, sessions // STRETCHES)


def left(samples: list[Sample], what: str) -> int:
    """How many more of these there are at the end than after the warm-up. Medians, since helpers come and go."""
    kept = [getattr(each, what) for each in counted(samples)]
    return round(float(np.median(kept[-5:])) - float(np.median(kept[:5])))


def _entries(pids: list[int], folder: str) -> int:
    return sum(len(os.listdir(f"/proc/{pid}/{folder}")) for pid in pids)


async def _until_free(http: httpx.AsyncClient) -> float:
    left_s = time.perf_counter()
    while True:
        reply = await http.get("/v1/sessions/concurrency")
        reply.raise_for_status()
        if reply.json()["active"] == 0:
            return time.perf_counter() - left_s
        if time.perf_counter() - left_s > 2 * SEAT_FREE_S:
            raise TimeoutError("the seat of a session that has ended is not given back")
        await asyncio.sleep(0.02)
