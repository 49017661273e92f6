"""Console logs: one plain line an event, on standard error; standard output is for people and pipes."""

from __future__ import annotations

import logging
import sys
from contextvars import ContextVar
from typing import Literal

Level = Literal["debug", "info", "warning", "error"]

TALKATIVE = ("aioice", "aiortc", "alembic", "asyncio", "httpcore", "httpx", "numba", "openai", "uvicorn")
"""Libraries whose everyday lines say nothing about a conversation; heard from `debug` on."""

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""What the request is called that is being answered; empty where none is."""


def set_up_logs(level: Level, process: str = "api") -> None:
    """`process` names the origin of each line: all processes of a server write to one terminal."""
    logging.basicConfig(
        level=level.upper(),
        stream=sys.stderr,
        format=f"%(asctime)s %(levelname)-7s {process}: %(request)s%(message)s",
        datefmt="%H:%M:%S",
        force=True,
    )
    for handler in logging.getLogger().handlers:
        handler.addFilter(name_request)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.NOTSET if level == "debug" else logging.WARNING)


def name_request(record: logging.LogRecord) -> bool:
    """A filter that drops nothing: it writes the request's id into the record."""
    current = request_id.get()
    record.request = f"[{current}] " if current else ""
    return True
