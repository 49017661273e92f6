"""python -m bench [NAME …]: measure, print. Without names all but the soak is measured."""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
from tests.serving import running_server

from bench import (
    building,
    chromium,
    conversation,
    face,
    hearing,
    providers,
    recogniser,
    recording,
    rest,
    scenarios,
    soak,
)
from bench.figures import HEADER, Figure, machine
from bench.scenarios import Bench

KEY = "vv_bench"
ROUNDS = 12
Scenario = Callable[[Bench], Awaitable[list[Figure]]]
SCENARIOS: dict[str, Scenario] = {
    "first-frame": scenarios.first_frame,
    "chromium": chromium.first_frame,
    "talk": scenarios.talk,
    "voice-turn": scenarios.voice_turn,
    "sound-and-picture": scenarios.sound_and_picture,
    "load": scenarios.load,
    "recording": recording.recording,
    "building": building.building,
    "soak": soak.soak,
}
CONVERSATION = "conversation"
"""Measured part by part."""
SOAK = "soak"
"""Takes long, so it is measured where it is named only."""
RECOGNISER = "recogniser"
"""Measured without a server."""
REST = "rest"
"""Measured on servers of its own, without engines."""
PROVIDERS = "providers"
"""Measured over vendors of its own."""
FACE, HEARING = "face", "hearing"
"""Measured in this process."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    known = [FACE, HEARING, PROVIDERS, *SCENARIOS, CONVERSATION, RECOGNISER, REST]
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(known))
    parser.add_argument(
        "--rounds",
        type=int,
        help=f"repetitions of each latency ({ROUNDS}; conversation: what each part needs)",
    )
    parser.add_argument(
        "--only", choices=tuple(conversation.PARTS), help="the one part of conversation to measure (all)"
    )
    parser.add_argument(
        "--database-url", help=f"empty database for {REST}, as for VISAVIS_DATABASE_URL (SQLite of its own)"
    )
    parser.add_argument("--sessions", type=int, default=500, help=f"in a row, of {SOAK} (500)")
    arguments = parser.parse_args()
    unknown = set(arguments.names) - set(known)
    if unknown:
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    names = arguments.names or [name for name in known if name != SOAK]
    asyncio.run(measure(names, arguments))


async def measure(names: list[str], arguments: argparse.Namespace) -> None:
    print(machine())
    print(HEADER)
    if FACE in names:
        for line in face.face():
            print(line.line(), flush=True)
    if HEARING in names:
        for figure in hearing.hearing():
            print(figure.line(), flush=True)
    if PROVIDERS in names:
        for figure in await providers.providers(arguments.rounds or ROUNDS):
            print(figure.line(), flush=True)
    if RECOGNISER in names:
        for figure in await recogniser.recogniser():
            print(figure.line(), flush=True)
    if live := [name for name in names if name in (*SCENARIOS, CONVERSATION)]:
        await measure_live(live, arguments)
    if REST in names:
        for figure in await rest.rest(arguments.rounds or ROUNDS, arguments.database_url):
            print(figure.line(), flush=True)


async def measure_live(names: list[str], arguments: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory(prefix="visavis-bench-") as folder:
        options = ("--engines", "1", "--log-level", "warning")
        async with running_server(Path(folder), *options, VISAVIS_BOOTSTRAP_API_KEY=KEY) as server:
            headers = {"authorization": f"Bearer {KEY}"}
            async with httpx.AsyncClient(base_url=server.url, headers=headers, timeout=20) as http:
                bench = Bench(
                    http,
                    server.process.pid,
                    arguments.rounds or ROUNDS,
                    arguments.sessions,
                    arguments.only,
                    arguments.rounds,
                )
                for part in (part for name in names for part in _parts(name, bench.only)):
                    for figure in await part(bench):
                        print(figure.line(), flush=True)


def _parts(name: str, only: str | None) -> list[Scenario]:
    if name != CONVERSATION:
        return [SCENARIOS[name]]
    return [conversation.PARTS[only]] if only else list(conversation.PARTS.values())


main()
