"""Console logs: one plain line an event, on standard error; standard output is for people and pipes."""

from __future__ import annotations

import logging
import sys
from typing import Literal

Level = Literal["debug", "info", "warning", "error"]

TALKATIVE = ("aioice", "aiortc", "alembic", "asyncio", "httpcore", "httpx", "numba", "openai", "uvicorn")
"""Libraries whose everyday lines say nothing about a conversation; heard from `debug` on."""


def set_up_logs(level: Level, process: str = "api") -> None:
    """`process` names the origin of each line: all processes of a server write to one terminal."""
    logging.basicConfig(
        level=level.upper(),
        stream=sys.stderr,
        format=f"%(asctime)s %(levelname)-7s {process}: %(message)s",
        datefmt="%H:%M:%S",
        force=True,
    )
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.NOTSET if level == "debug" else logging.WARNING)
