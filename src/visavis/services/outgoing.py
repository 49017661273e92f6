"""Fetches what users point at by address: images, documents. Public addresses only, and only so much of it.

Addresses that are stored for later use (of LLMs, of webhooks) are checked here when they are stored, and by
the same transport again whenever they are used.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx

from visavis.guarded_http import AddressRefused, GuardedTransport
from visavis.reasons import reason_of
from visavis.services.errors import Invalid

FETCH_S = 30.0
CONNECT_S = 5.0
MOST_REDIRECTS = 5


@dataclass(frozen=True, slots=True)
class Fetched:
    content: bytes
    content_type: str
    """As the other side calls it, without parameters, in lower case; "" when it says nothing."""


class Outgoing:
    """One per process."""

    def __init__(self, allowed: Collection[str] = (), transport: GuardedTransport | None = None) -> None:
        self._transport = transport or GuardedTransport(allowed)
        self.client = httpx.AsyncClient(
            transport=self._transport,
            timeout=httpx.Timeout(FETCH_S, connect=CONNECT_S),
            follow_redirects=True,
            max_redirects=MOST_REDIRECTS,
            trust_env=False,  # a proxy would do the looking up
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),  # one user's are not another's
        )
        """For other requests than these; raises httpx errors, AddressRefused among them."""

    async def check(self, url: str, field: str) -> None:
        """An address to keep. Raises Invalid; a name that is unknown for now may be kept."""
        parsed = _parsed(url, field)
        try:
            await self._transport.addresses(parsed)
        except AddressRefused as error:
            raise Invalid(field, str(error)) from None
        except httpx.ConnectError:
            pass

    async def fetch(self, url: str, field: str, *, largest: int) -> Fetched:
        """What lies there, whole. `largest` is in bytes. Raises Invalid, naming the request's field."""
        parsed = _parsed(url, field)
        try:
            async with (
                asyncio.timeout(FETCH_S),
                self.client.stream("GET", parsed, headers={"accept-encoding": "identity"}) as reply,
            ):
                return await _read(reply, field, largest)
        except AddressRefused as error:
            raise Invalid(field, str(error)) from None
        except (httpx.HTTPError, TimeoutError) as error:
            raise Invalid(field, f"It could not be fetched: {reason_of(error)}") from None

    async def close(self) -> None:
        await self.client.aclose()


async def _read(reply: httpx.Response, field: str, largest: int) -> Fetched:
    if not reply.is_success:
        raise Invalid(field, f"It could not be fetched: the answer was {reply.status_code}")
    if reply.headers.get("content-encoding", "identity") != "identity":
        raise Invalid(field, "It could not be fetched: it came compressed, though that was not asked for")
    content = bytearray()
    async for chunk in reply.aiter_raw():
        content += chunk
        if len(content) > largest:
            raise Invalid(field, f"What lies there is larger than {largest} bytes", "too_big")
    return Fetched(bytes(content), reply.headers.get("content-type", "").split(";")[0].strip().lower())


def _parsed(url: str, field: str) -> httpx.URL:
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL:
        raise Invalid(field, "This is not an address", "invalid_string") from None
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise Invalid(field, "This is not an http or https address", "invalid_string")
    if parsed.userinfo:
        raise Invalid(field, "An address must not hold a user name or password", "invalid_string")
    return parsed
