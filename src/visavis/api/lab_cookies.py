"""The Lab's two cookies: the ticket, which no script can read, and the token that shows who sent it.

A request to /v1 comes with a Bearer credential or with the ticket; where there is a credential, the ticket
counts for nothing. With the ticket, whatever changes something must come from a page of this server and bear
the token in `x-csrf-token`.
"""

from __future__ import annotations

from fastapi import Request, Response

from visavis.api.paths import BaseUrl, base_url
from visavis.api.permissions import needed_for
from visavis.api.same_origin import SAFE_METHODS, check_own_page, is_loopback
from visavis.services import lab_sessions
from visavis.services.errors import Forbidden
from visavis.services.lab_sessions import LIFE, csrf_token, is_csrf_token
from visavis.services.permissions import LACKING, allows
from visavis.services.wing import ControlWing
from visavis.store.queries import Caller

TICKET, CSRF = "visavis_lab", "visavis_csrf"
CSRF_HEADER = "x-csrf-token"
NO_CSRF = "The x-csrf-token of this request is missing or not that of its cookie; load the page again"
IN_THE_CLEAR = (
    "Sign in over https, or as localhost on the machine itself: over plain http others can read along"
)


def ticket_of(request: Request) -> str | None:
    return request.cookies.get(TICKET) or None


async def signed_in(request: Request, wing: ControlWing, ticket: str) -> Caller:
    """Whoever the ticket stands for, which may do what is asked. Raises Unauthorized and Forbidden."""
    check_sender(request, wing, ticket, await base_url(request))
    caller = await lab_sessions.recognise(wing, ticket)
    if not allows(caller.permissions, needed_for(request.method, request.url.path)):
        raise Forbidden(LACKING)
    return caller


def check_sender(request: Request, wing: ControlWing, ticket: str, base: BaseUrl) -> None:
    """Raises Forbidden unless a page of this server sends the ticket."""
    check_own_page(request, base)
    if request.method in SAFE_METHODS:
        return
    if not is_csrf_token(wing.keyring, ticket, request.headers.get(CSRF_HEADER, "")):
        raise Forbidden(NO_CSRF)


def check_private(base: BaseUrl) -> None:
    """Raises Forbidden where cookies would travel in the clear."""
    if base.scheme != "https" and not is_loopback(base.host):
        raise Forbidden(IN_THE_CLEAR)


def give_cookies(response: Response, wing: ControlWing, ticket: str, base: BaseUrl) -> None:
    """For as long as the ticket is good."""
    for name, value, hidden in ((TICKET, ticket, True), (CSRF, csrf_token(wing.keyring, ticket), False)):
        response.set_cookie(
            name,
            value,
            max_age=int(LIFE.total_seconds()),
            path=base.prefix or "/",
            secure=not is_loopback(base.host),
            httponly=hidden,
            samesite="strict",
        )


def take_cookies(response: Response, base: BaseUrl) -> None:
    for name in (TICKET, CSRF):
        response.delete_cookie(name, path=base.prefix or "/", samesite="strict")
