"""A webhook: one HTTP request to an address of the persona's owner, and what it answers.

Whoever writes a persona names any address, so all of it is bounded: where it leads, also by way of redirects,
how long it takes, and how much comes back.
"""

from __future__ import annotations

import asyncio
import logging
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any

import httpx

from visavis.contract.tools import LONGEST_WEBHOOK_S, WebhookTool
from visavis.engine.tools.tool import Call, Outcome, ToolFailed
from visavis.engine.tools.webhook_request import HEADERS, OURS, webhook_request
from visavis.guarded_http import GuardedTransport
from visavis.reasons import reason_of

log = logging.getLogger(__name__)

CONNECT_S = 10.0
MOST_BYTES = 64 << 10
"""Of an answer: some 16,000 tokens, more than a model should read while somebody waits."""
MOST_REDIRECTS = 5
COMPLAINT_CHARACTERS = 300
LAST_S = 2.0
"""How long requests that nobody waits for may still take when the session has ended."""

SENT = "It has been sent; nobody waits for an answer."
NOTHING = "It is done; the answer was empty."


class ByWebhook:
    def __init__(self, spec: WebhookTool, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self.spec = spec
        self._http = httpx.AsyncClient(
            transport=transport or GuardedTransport(spec.allowed_hosts),
            trust_env=False,  # a proxy would do the looking up
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        )
        self._unawaited: set[asyncio.Task[None]] = set()

    @property
    def parameters(self) -> dict[str, Any]:
        return _together(self.spec.parameters, self.spec.query_parameters)

    async def run(self, call: Call) -> Outcome:
        if self.spec.await_response:
            return Outcome(await self._answer(call) or NOTHING)
        sending = asyncio.create_task(self._send(call))
        self._unawaited.add(sending)
        sending.add_done_callback(self._unawaited.discard)
        return Outcome(SENT, awaited=False)

    async def _send(self, call: Call) -> None:
        try:
            await self._answer(call)
        except ToolFailed as error:
            log.warning("the webhook %s, which nobody waits for, failed: %s", self.spec.name, error)

    async def _answer(self, call: Call) -> str:
        try:
            async with asyncio.timeout(LONGEST_WEBHOOK_S):
                return await self._exchange(webhook_request(self.spec, call.arguments))
        except TimeoutError:
            raise ToolFailed(f"The webhook gave no answer within {LONGEST_WEBHOOK_S:g} s") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise ToolFailed(f"The webhook was not reached: {reason_of(error)}") from None

    async def _exchange(self, request: httpx.Request) -> str:
        """Redirects are followed one by one: the transport looks at each address."""
        request.extensions["timeout"] = httpx.Timeout(LONGEST_WEBHOOK_S, connect=CONNECT_S).as_dict()
        for _ in range(MOST_REDIRECTS + 1):
            reply = await self._http.send(request, stream=True)
            try:
                if reply.next_request is None:
                    return await _read(reply)
                request = _without_secrets(request, reply.next_request)
            finally:
                await reply.aclose()
        raise ToolFailed(f"The webhook redirected more than {MOST_REDIRECTS} times")

    async def close(self) -> None:
        if self._unawaited:
            _, late = await asyncio.wait(self._unawaited, timeout=LAST_S)
            for sending in late:
                sending.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await self._http.aclose()


async def _read(reply: httpx.Response) -> str:
    """Raises ToolFailed for an answer that says that it failed, or is none that a model could read."""
    if reply.headers.get("content-encoding", "identity") != "identity":
        raise ToolFailed("The webhook answered compressed, though that was not asked for")
    body = bytearray()
    async for chunk in reply.aiter_raw():
        body += chunk
        if len(body) > MOST_BYTES:
            raise ToolFailed(f"The webhook answered with more than {MOST_BYTES >> 10} KiB")
    text = body.decode(reply.encoding or "utf-8", errors="replace")
    text = text.replace("\0", "\N{REPLACEMENT CHARACTER}").strip()
    if not reply.is_success:
        complaint = f"The webhook answered {reply.status_code}"
        raise ToolFailed(f"{complaint}: {text[:COMPLAINT_CHARACTERS]}" if text else complaint)
    return text


def _without_secrets(sent: httpx.Request, redirected: httpx.Request) -> httpx.Request:
    """What the tool's author told one host is not told to another."""
    here, there = sent.url, redirected.url
    if (here.scheme, here.host, here.port) != (there.scheme, there.host, there.port):
        kept = {*HEADERS, *OURS, "content-type", "content-length", "transfer-encoding", "host"}
        for name in [name for name in redirected.headers if name.lower() not in kept]:
            del redirected.headers[name]
    return redirected


def _together(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """A schema with the properties of both."""
    if not one or not other:
        return one or other
    properties = {**one.get("properties", {}), **other.get("properties", {})}
    required = [*one.get("required", []), *other.get("required", [])]
    return one | {"type": "object", "properties": properties, "required": list(dict.fromkeys(required))}
