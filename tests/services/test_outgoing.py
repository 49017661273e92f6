"""Fetching what users point at, and checking addresses that are kept."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator, Sequence

import httpx
import pytest

from visavis.guarded_http import GuardedTransport
from visavis.services.errors import Invalid
from visavis.services.outgoing import Outgoing


def outgoing(*replies: httpx.Response) -> Outgoing:
    """Everything is at a public address, but what is called inside.example, and lost.example."""

    async def lookup(host: str, port: int) -> Sequence[str]:
        if host == "lost.example":
            raise OSError("unknown name")
        return ["10.0.0.1"] if host == "inside.example" else ["93.184.216.34"]

    left = iter(replies)
    inner = httpx.MockTransport(lambda request: next(left))
    return Outgoing(transport=GuardedTransport(inner=inner, lookup=lookup))


async def body(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def endless() -> AsyncIterator[bytes]:
    while True:
        yield b"x" * 1000


async def test_what_lies_there_comes_back_with_its_type() -> None:
    reply = httpx.Response(200, content=body(b"bytes"), headers={"content-type": "Image/PNG; charset=x"})

    fetched = await outgoing(reply).fetch("https://a.example/x", "imageUrl", largest=5)

    assert (fetched.content, fetched.content_type) == (b"bytes", "image/png")


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        (httpx.Response(200, content=body(b"123456")), "larger than 5 bytes"),
        (httpx.Response(200, content=endless()), "larger than 5 bytes"),
        (httpx.Response(404), "404"),
        (
            httpx.Response(200, content=body(gzip.compress(b"x")), headers={"content-encoding": "gzip"}),
            "compressed",
        ),
        (httpx.Response(302, headers={"location": "http://inside.example/"}), "not a public address"),
        (httpx.Response(302, headers={"location": "ftp://a.example/"}), "only http and https"),
    ],
)
async def test_what_cannot_be_taken_is_refused_with_the_field(reply: httpx.Response, says: str) -> None:
    with pytest.raises(Invalid, match=says) as caught:
        await outgoing(reply).fetch("https://a.example/x", "imageUrl", largest=5)
    assert caught.value.path == "imageUrl"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "a.example",
        "ftp://a.example",
        "file:///etc/passwd",
        "http://",
        "http://me:word@a.example/",
    ],
)
async def test_only_web_addresses_are_addresses(url: str) -> None:
    with pytest.raises(Invalid):
        await outgoing().check(url, "url")
    with pytest.raises(Invalid):
        await outgoing().fetch(url, "url", largest=5)


async def test_an_address_to_keep_must_be_public_if_it_is_known() -> None:
    await outgoing().check("https://a.example/", "url")
    await outgoing().check("https://lost.example/", "url")
    with pytest.raises(Invalid, match="VISAVIS_ALLOWED_HOSTS"):
        await outgoing().check("http://inside.example/", "url")


async def test_what_one_receiver_asks_us_to_remember_is_forgotten() -> None:
    seen = list[httpx.Request]()

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, content=body(b"x"), headers={"set-cookie": "session=somebody; Path=/"})

    async def lookup(host: str, port: int) -> Sequence[str]:
        return ["93.184.216.34"]

    ours = Outgoing(transport=GuardedTransport(inner=httpx.MockTransport(answer), lookup=lookup))
    for _ in range(2):
        await ours.fetch("https://a.example/x", "imageUrl", largest=5)

    assert [request.headers.get("cookie") for request in seen] == [None, None]
