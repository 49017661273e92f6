"""What recording a session costs, and how soon its film is there."""

from __future__ import annotations

import asyncio
import time

from bench.cost import Usage, tree
from bench.figures import Figure
from bench.receiver import receiver
from bench.scenarios import LONG_TEXT, Bench

SECONDS = 15.0
FILMED_WITHIN_S = 120.0


async def recording(bench: Bench) -> list[Figure]:
    """Sessions in turn without and with it: the machine's moods hit both alike."""
    cost: dict[bool, list[float]] = {False: [], True: []}
    waits = []
    for _ in range(max(3, bench.rounds // 3)):
        for record in (False, True):
            async with receiver(bench.http, record=record) as me:
                await me.talk(bench.http, LONG_TEXT)
                await asyncio.sleep(0.5)
                cost[record].append(await ms_per_s(bench))
            if record:
                waits.append(await filmed_after_s(bench, me.session_id))
    return [
        Figure("a session that speaks, not recorded: CPU per second", tuple(cost[False]), "ms"),
        Figure("a session that speaks, recorded: CPU per second", tuple(cost[True]), "ms"),
        Figure(f"the film of {SECONDS:g} s, after the end", tuple(waits), "s"),
    ]


async def ms_per_s(bench: Bench, seconds: float = SECONDS) -> float:
    """Of all the server's processes."""
    pids = tree(bench.server_pid)
    before, start_s = Usage.of(pids).cpu_s, time.perf_counter()
    await asyncio.sleep(seconds)
    return (Usage.of(pids).cpu_s - before) / (time.perf_counter() - start_s) * 1000


async def filmed_after_s(bench: Bench, session_id: str) -> float:
    start_s = time.perf_counter()
    async with asyncio.timeout(FILMED_WITHIN_S):
        while (await bench.http.get(f"/v1/sessions/{session_id}/recording")).status_code != 200:
            await asyncio.sleep(0.1)
    return time.perf_counter() - start_s
