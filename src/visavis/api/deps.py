"""What routes ask for: the control wing, the placement, who is calling, which page."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Query, Request
from fastapi.openapi.models import HTTPBearer
from fastapi.security.base import SecurityBase
from fastapi.security.utils import get_authorization_scheme_param
from starlette.requests import HTTPConnection

from visavis.api.lab_cookies import signed_in, ticket_of
from visavis.api.permissions import needed_for
from visavis.services import keys
from visavis.services.engine_directory import EngineDirectory
from visavis.services.errors import Forbidden, Unauthorized
from visavis.services.paging import PageRequest
from visavis.services.permissions import LACKING, allows
from visavis.services.placement import Placement
from visavis.services.wing import ControlWing
from visavis.store.queries import Caller

NO_KEY = "Invalid or missing API key"


async def _wing(request: Request) -> ControlWing:
    wing: ControlWing = request.app.state.wing
    return wing


async def _placement(request: Request) -> Placement:
    placement: Placement = request.app.state.placement
    return placement


async def _engines(connection: HTTPConnection) -> EngineDirectory:
    engines: EngineDirectory = connection.app.state.engines
    return engines


WingDep = Annotated[ControlWing, Depends(_wing)]
PlacementDep = Annotated[Placement, Depends(_placement)]
EnginesDep = Annotated[EngineDirectory, Depends(_engines)]


class _Credential(SecurityBase):
    """What stands behind "Bearer". A dependency that asks for no other: each one more is paid for by every
    request."""

    scheme_name = "BearerAuth"
    model = HTTPBearer()

    async def __call__(self, request: Request) -> str:
        credential = credential_of(request)
        if credential is None:
            raise Unauthorized(NO_KEY)
        return credential


def credential_of(request: Request) -> str | None:
    scheme, credential = get_authorization_scheme_param(request.headers.get("authorization"))
    return credential.strip() or None if scheme.lower() == "bearer" else None


CredentialDep = Annotated[str, Depends(_Credential())]
"""What stands behind "Bearer": an API key, or (with dots in it) a session token."""


async def recognise(request: Request, wing: ControlWing, key: str) -> Caller:
    """Whoever holds this API key. Raises Unauthorized, and Forbidden where it may not do what is asked."""
    caller = await keys.recognise(wing.database, wing.keyring, key)
    if not allows(caller.permissions, needed_for(request.method, request.url.path)):
        raise Forbidden(LACKING)
    return caller


async def caller_of(request: Request, wing: ControlWing) -> Caller:
    """By the API key behind "Bearer", or by the Lab's ticket where nothing stands there."""
    credential = credential_of(request)
    if credential is None and not request.headers.get("authorization"):
        ticket = ticket_of(request)
        if ticket is not None:
            return await signed_in(request, wing, ticket)
    if credential is None:
        raise Unauthorized(NO_KEY)
    return await recognise(request, wing, credential)


class _KeyHolder(SecurityBase):
    scheme_name = _Credential.scheme_name
    model = _Credential.model

    async def __call__(self, request: Request) -> Caller:
        return await caller_of(request, await _wing(request))


CallerDep = Annotated[Caller, Depends(_KeyHolder())]
"""Whoever holds the API key of the request or is signed in to the Lab, and may do what is asked."""


async def _own_organization(
    caller: CallerDep, organization_id: Annotated[str | None, Query(alias="organizationId")] = None
) -> None:
    if organization_id not in (None, caller.organization_id):
        raise Forbidden("Only the organization of the API key can be named")


OwnOrganization = Depends(_own_organization)
"""Of operations that take `organizationId`: only the server's own people could name another one."""


Id = Annotated[UUID, Path(alias="id")]
"""Of the thing that the path names."""

NamedId = Annotated[str, Path(alias="id")]
"""The same where some ids are names; what is no id at all is simply not found."""


LAST_PAGE = 1_000_000
"""Of any list; what lies beyond would not fit a database's numbers."""


async def _page(
    page: Annotated[int, Query(ge=1, le=LAST_PAGE)] = 1,
    per_page: Annotated[int, Query(alias="perPage", ge=1, le=100)] = 10,
) -> PageRequest:
    return PageRequest(page, per_page)


PageDep = Annotated[PageRequest, Depends(_page)]


async def _page_of_20(
    page: Annotated[int, Query(ge=1, le=LAST_PAGE)] = 1,
    per_page: Annotated[int, Query(alias="perPage", ge=1, le=100)] = 20,
) -> PageRequest:
    return PageRequest(page, per_page)


Page20Dep = Annotated[PageRequest, Depends(_page_of_20)]
