"""Idempotency-Key on every POST: a repeat is answered as the first request was, and acts no more.

A layer around the routes rather than a part of them, because what is kept is the answer as it went out,
refusals included. Whoever may not ask is let through: the route itself says so, and nothing is kept.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field

from python_multipart.multipart import parse_options_header
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from visavis.api.deps import caller_of, credential_of
from visavis.api.errors import refusal
from visavis.services import idempotency, share_links, tokens
from visavis.services.errors import Invalid, Refused
from visavis.services.fingerprints import BodyFingerprint
from visavis.services.idempotency import Answer, Asker, Claim, Kept
from visavis.services.wing import ControlWing

HEADER = b"idempotency-key"
REPLAYED = b"idempotency-replayed"
KEY = re.compile(rb"[\x20-\x7e]{1,255}")
WRONG_KEY = "An Idempotency-Key has 1 to 255 printable ASCII characters"

REPEATABLE = ("/v1/", "/share/")
"""Beginnings of the paths of the public API."""
OF_A_LINK = re.compile(r"/share/([^/]+)/session-token")
NOT_KEPT = (401, 429)
"""Nor is any 5xx: a retry should act."""


class IdempotencyKeys:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        keys = _keys_sent(scope)
        if not keys:
            await self._app(scope, receive, send)
        elif len(keys) > 1 or not KEY.fullmatch(keys[0]):
            await refusal(Invalid("Idempotency-Key", WRONG_KEY))(scope, receive, send)
        elif asker := await _asker(Request(scope)):
            answer = await self._answer(asker, keys[0].decode("ascii"), scope, receive)
            await answer(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _answer(self, asker: Asker, key: str, scope: Scope, receive: Receive) -> Response:
        wing: ControlWing = scope["app"].state.wing
        target = wing.fingerprints.of(scope["method"], scope["path"], scope["query_string"].decode("latin-1"))
        body = _Overheard(receive, _fingerprint_of_body(wing, Request(scope)))
        try:
            found = await idempotency.claim(wing, asker, key, target)
            if isinstance(found, Claim):
                answer = await self._act(wing, found, scope, body)
            else:
                answer = await _replay(wing, found, body)
        except Refused as error:
            return refusal(error)
        response = Response(answer.body, answer.status)
        response.raw_headers = [
            (name.encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers
        ]
        return response

    async def _act(self, wing: ControlWing, claim: Claim, scope: Scope, body: _Overheard) -> Answer:
        written = _Written()
        kept = False
        try:
            async with idempotency.renewing(wing.database, claim):
                await self._app(scope, body.receive, written.send)
                answer = written.answer()
                if answer.status < 500 and answer.status not in NOT_KEPT and await body.read_to_its_end():
                    await idempotency.finish(wing, claim, body.fingerprint.hexdigest(), answer)
                    kept = True
        finally:
            if not kept:
                await asyncio.shield(idempotency.release(wing.database, claim))
        return answer


async def _replay(wing: ControlWing, kept: Kept, body: _Overheard) -> Answer:
    await body.read_to_its_end()  # one that breaks off is not the body that was answered
    answer = idempotency.replayed(wing, kept, body.fingerprint.hexdigest())
    return Answer(answer.status, [*answer.headers, (REPLAYED.decode(), "true")], answer.body)


@dataclass
class _Overheard:
    """The body on its way to the route, of which a fingerprint is taken in passing."""

    from_client: Receive
    fingerprint: BodyFingerprint
    _ended: bool = False

    async def receive(self) -> Message:
        message = await self.from_client()
        if message["type"] == "http.request":
            self.fingerprint.update(message.get("body", b""))
            self._ended = not message.get("more_body", False)
        return message

    async def read_to_its_end(self) -> bool:
        """What the route did not want to read. False when the client left, or sent more than it may."""
        try:
            while not self._ended and (await self.receive())["type"] == "http.request":
                pass
        except HTTPException:
            return False
        return self._ended


@dataclass
class _Written:
    """What the route answers, held back until it is kept."""

    _start: Message = field(default_factory=dict)
    _body: bytearray = field(default_factory=bytearray)

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
        elif message["type"] == "http.response.body":
            self._body += message.get("body", b"")

    def answer(self) -> Answer:
        headers = [
            (name.decode("latin-1"), value.decode("latin-1")) for name, value in self._start["headers"]
        ]
        return Answer(self._start["status"], headers, bytes(self._body))


def _keys_sent(scope: Scope) -> list[bytes]:
    if scope["type"] != "http" or scope["method"] != "POST" or not scope["path"].startswith(REPEATABLE):
        return []
    return [value for name, value in scope["headers"] if name == HEADER]


async def _asker(request: Request) -> Asker | None:
    """None for who may not ask, and where nobody says who they are: what needs no key may be done twice.

    All API keys of an organization ask for it. Who holds a session token asks for that one session, and who
    holds a share link for whoever is at that address: strangers must not get each other's sessions.
    """
    wing: ControlWing = request.app.state.wing
    try:
        if of_a_link := OF_A_LINK.fullmatch(request.scope["path"]):
            organization_id = await share_links.organization_of(wing, of_a_link[1])
            address = request.client.host if request.client else ""
            return Asker(organization_id, f"link {of_a_link[1]} {address}", None)
        credential = credential_of(request)
        if credential is not None and "." in credential:
            token_id, caller, _ = await tokens.redeem(wing, credential)
            return Asker(caller.organization_id, f"token {token_id}", caller.permissions)
        caller = await caller_of(request, wing)
        return Asker(caller.organization_id, "", caller.permissions)
    except Refused:
        return None


def _fingerprint_of_body(wing: ControlWing, request: Request) -> BodyFingerprint:
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get(b"boundary", b"") if kind.startswith(b"multipart/") else b""
    return wing.fingerprints.of_body(kind.decode("latin-1"), boundary)
