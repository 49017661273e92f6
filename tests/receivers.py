"""The other end of a webhook: a real server that takes events, and checks them in its own way."""

from __future__ import annotations

import asyncio
import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.web import Asked, Page, Web, web
from visavis.store.base import now


@dataclass
class Receiver:
    web: Web
    path: str = "/hook"

    def __post_init__(self) -> None:
        self.answers(204)

    @property
    def url(self) -> str:
        return self.web.url + self.path

    def answers(self, status: int = 204, content: bytes = b"", **headers: str) -> None:
        """From now on."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.web.pages[self.path] = Page(content, "text/plain", status, named)

    def hangs(self) -> asyncio.Event:
        """Takes events and answers none of them, until the event is set."""
        page = self.web.pages[self.path]
        page.gate = asyncio.Event()
        return page.gate

    @property
    def got(self) -> list[Asked]:
        return [asked for asked in self.web.asked if asked.path == self.path]

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(asked.body) for asked in self.got]

    @property
    def types(self) -> list[str]:
        return [event["type"] for event in self.events]


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    async with web() as served:
        yield Receiver(served)


class Clock:
    """Stands still until a test moves it; ahead of the real one, so that whatever was told is due."""

    def __init__(self) -> None:
        self._at = now() + timedelta(hours=1)

    def __call__(self) -> datetime:
        return self._at

    def advance(self, seconds: float) -> None:
        self._at += timedelta(seconds=seconds)


def signatures(asked: Asked) -> list[str]:
    return asked.headers["webhook-signature"].split(" ")


def expected_signature(secret: str, asked: Asked) -> str:
    """HMAC-SHA256 by hand, as RFC 2104 writes it, over what really came."""
    key = b64decode(secret.removeprefix("whsec_")).ljust(64, b"\0")
    signed = f"{asked.headers['webhook-id']}.{asked.headers['webhook-timestamp']}.".encode() + asked.body
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in key) + signed).digest()
    outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in key) + inner).digest()
    return "v1," + b64encode(outer).decode()
