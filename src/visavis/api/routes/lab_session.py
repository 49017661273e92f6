"""/lab/session: signing in to the Lab with an API key, which the browser then forgets. Our extension."""

from __future__ import annotations

import time

from fastapi import APIRouter, Request, Response

from visavis.api.deps import WingDep
from visavis.api.errors import may_raise
from visavis.api.lab_cookies import check_private, check_sender, give_cookies, take_cookies, ticket_of
from visavis.api.paths import BaseUrlDep
from visavis.api.same_origin import OWN_PAGE
from visavis.api.schemas.base import Said
from visavis.api.schemas.lab_session import LabSessionAnswer, SignIn, lab_session_answer
from visavis.services import lab_sessions
from visavis.services.errors import Forbidden, TooManyRequests, Unauthorized

router = APIRouter(prefix="/lab/session", tags=["Lab"], dependencies=[OWN_PAGE])


@router.post("", responses=may_raise(Unauthorized, Forbidden, TooManyRequests))
async def create_lab_session(
    request: Request, response: Response, wing: WingDep, base: BaseUrlDep, body: SignIn
) -> LabSessionAnswer:
    """Signs the browser in: it gets a cookie that stands for the API key, for 12 hours after its last use."""
    check_private(base)
    address = request.client.host if request.client else ""
    wing.sign_in_tries.count(address, time.monotonic())
    ticket = await lab_sessions.sign_in(wing, body.api_key.strip())
    wing.sign_in_tries.forgive(address)
    give_cookies(response, wing, ticket, base)
    return lab_session_answer(await lab_sessions.renew(wing, ticket))


@router.get("", responses=may_raise(Forbidden))
async def get_lab_session(
    request: Request, response: Response, wing: WingDep, base: BaseUrlDep
) -> LabSessionAnswer:
    """Who is signed in, if anybody is; asking is use."""
    ticket = ticket_of(request)
    if ticket is None:
        return lab_session_answer(None)
    try:
        found = await lab_sessions.renew(wing, ticket)
    except Unauthorized:
        take_cookies(response, base)
        return lab_session_answer(None)
    give_cookies(response, wing, ticket, base)
    return lab_session_answer(found)


@router.delete("", responses=may_raise(Forbidden))
async def delete_lab_session(request: Request, response: Response, wing: WingDep, base: BaseUrlDep) -> Said:
    """Signs the browser out; its cookie is good for nothing any more."""
    ticket = ticket_of(request)
    if ticket is not None:
        check_sender(request, wing, ticket, base)
        await lab_sessions.sign_out(wing, ticket)
    take_cookies(response, base)
    return Said(message="Signed out")
