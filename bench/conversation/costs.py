"""CPU of a session that speaks, with and without recording, in turn: the machine's moods hit both alike."""

from __future__ import annotations

import asyncio

from bench.conversation.meeting import meet
from bench.figures import Figure
from bench.recording import filmed_after_s, ms_per_s
from bench.scenarios import LONG_TEXT, Bench

PAIRS = 2
SECONDS = 5.0


async def costs(bench: Bench) -> list[Figure]:
    spent: dict[bool, list[float]] = {False: [], True: []}
    for _ in range(PAIRS if bench.limit is None else min(PAIRS, bench.limit)):
        for record in (False, True):
            async with meet(bench, record=record) as me:
                await me.talk(bench.http, LONG_TEXT)
                await asyncio.sleep(0.5)
                spent[record].append(await ms_per_s(bench, SECONDS))
            if record:
                await filmed_after_s(bench, me.session_id)  # what the film costs is another's
    return [
        Figure("a session that speaks, not recorded: CPU per second", tuple(spent[False]), "ms"),
        Figure("a session that speaks, recorded: CPU per second", tuple(spent[True]), "ms"),
    ]
