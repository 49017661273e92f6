"""One attempt, and receivers that answer too much, too slowly, or not in HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

import httpx
import pytest

from visavis.guarded_http import GuardedTransport
from visavis.services import webhook_sender
from visavis.services.outgoing import Outgoing
from visavis.services.webhook_sender import KEPT_CHARACTERS, READ_BYTES, Sent, send

CHUNK = b"x" * 1000


async def sent_to(reply: httpx.Response | httpx.HTTPError) -> Sent:
    def answer(request: httpx.Request) -> httpx.Response:
        if isinstance(reply, httpx.HTTPError):
            raise reply
        return reply

    async def lookup(host: str, port: int) -> Sequence[str]:
        return ["93.184.216.34"]

    outgoing = Outgoing(transport=GuardedTransport(inner=httpx.MockTransport(answer), lookup=lookup))
    return await send(outgoing, "https://a.example/hook", {}, b"{}")


async def test_an_endless_answer_is_read_up_to_its_bound() -> None:
    given = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal given
        while True:
            given += len(CHUNK)
            yield CHUNK

    sent = await sent_to(httpx.Response(200, content=endless()))

    assert sent.delivered
    assert sent.answered == "x" * KEPT_CHARACTERS
    assert given <= READ_BYTES + len(CHUNK)


async def test_an_answer_whose_body_never_comes_was_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook_sender, "BODY_S", 0.01)

    async def stuck() -> AsyncIterator[bytes]:
        yield b"well, "
        await asyncio.Event().wait()

    sent = await sent_to(httpx.Response(503, content=stuck(), headers={"retry-after": "7"}))

    assert (sent.status, sent.answered, sent.retry_after) == (503, "well, ", "7")
    assert sent.error == "The answer was 503"


async def test_what_goes_wrong_on_the_way_is_short_and_named() -> None:
    assert (await sent_to(httpx.ReadError("the line is cut"))).error == "the line is cut"
    assert (await sent_to(httpx.ReadError(""))).error == "ReadError"
    assert len((await sent_to(httpx.ReadError("x" * 5000))).error or "") == 300
