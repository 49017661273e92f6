"""One attempt to deliver: a POST to an address of a user, and what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import httpx

import visavis
from visavis.reasons import reason_of
from visavis.services.outgoing import Outgoing

ANSWER_S = 10.0
"""From the look-up of the name until the answer begins; a receiver is to note the event, and work later."""
BODY_S = 1.0
READ_BYTES = 4096
KEPT_CHARACTERS = 300
"""Of an answer's body: for people who look for what went wrong there."""
ERROR_CHARACTERS = 300
GONE = 410

HEADERS = {
    "content-type": "application/json",
    "user-agent": f"visavis/{visavis.__version__}",
    "accept-encoding": "identity",
}


@dataclass(frozen=True, slots=True)
class Sent:
    duration_ms: int
    status: int | None = None
    """None: there was no answer."""
    answered: str | None = None
    """How the answer's body begins."""
    retry_after: str | None = None
    """That header, as it came."""
    error: str | None = None
    """Why it was no success, for people."""

    @property
    def delivered(self) -> bool:
        return self.error is None


async def send(outgoing: Outgoing, url: str, headers: Mapping[str, str], body: bytes) -> Sent:
    """Never raises for what a receiver does. Redirects are not followed: they were not what was allowed."""
    clock = asyncio.get_running_loop().time
    began = clock()

    def elapsed_ms() -> int:
        return round((clock() - began) * 1000)

    try:
        request = outgoing.client.build_request("POST", url, headers={**HEADERS, **headers}, content=body)
        async with asyncio.timeout(ANSWER_S):
            reply = await outgoing.client.send(request, stream=True, follow_redirects=False)
    except TimeoutError:
        return Sent(elapsed_ms(), error=f"No answer within {ANSWER_S:.0f} s")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return Sent(elapsed_ms(), error=reason_of(error)[:ERROR_CHARACTERS])
    took_ms = elapsed_ms()
    try:
        answered = await _beginning(reply)
    finally:
        await reply.aclose()
    return Sent(took_ms, reply.status_code, answered, reply.headers.get("retry-after"), _complaint(reply))


async def _beginning(reply: httpx.Response) -> str:
    """Of the body, as text that any database takes. The status has been said, so a body that breaks off or
    never comes takes nothing away."""
    read = bytearray()
    try:
        async with asyncio.timeout(BODY_S):
            async for chunk in reply.aiter_raw():
                read += chunk
                if len(read) >= READ_BYTES:
                    break
    except (httpx.HTTPError, TimeoutError):
        pass
    text = read[:READ_BYTES].decode(errors="replace")
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")[:KEPT_CHARACTERS]


def _complaint(reply: httpx.Response) -> str | None:
    if reply.is_success:
        return None
    if reply.is_redirect:
        return f"The answer was {reply.status_code}; redirects are not followed"
    return f"The answer was {reply.status_code}"
