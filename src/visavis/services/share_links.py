"""Share links: who holds one may talk to its persona, so often, so long, and from these pages."""

from __future__ import annotations

import secrets
import string
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.services.errors import Forbidden, NotFound
from visavis.services.organizations import hold_organization
from visavis.services.origins import may_use
from visavis.services.paging import Page, PageRequest, fetch_page
from visavis.services.session_request import PersonaConfig, SessionRequest
from visavis.services.session_spec import resolve
from visavis.services.tokens import mint
from visavis.services.wing import ControlWing
from visavis.store.base import new_id, now
from visavis.store.queries import organization_itself
from visavis.store.tables import Persona, ShareLink

TOKEN_PREFIX = "sh_"
TOKEN_ALPHABET = string.ascii_letters + string.digits
TOKEN_CHARACTERS = 22
"""Of 62 each: 131 bits."""

CLIENT_LABEL = "visavis-share"

DISABLED = "This share link is disabled"
EXPIRED = "This share link has expired"
USED_UP = "This share link has reached its usage limit"
WRONG_ORIGIN = "Origin not allowed"

Closed = Literal["paused", "expired", "used-up", "wrong-site"]
"""Why nobody may talk."""
REFUSALS: dict[Closed, str] = {
    "paused": DISABLED,
    "expired": EXPIRED,
    "used-up": USED_UP,
    "wrong-site": WRONG_ORIGIN,
}


async def create_link(
    session: AsyncSession, organization_id: str, persona_id: str, fields: dict[str, Any]
) -> ShareLink:
    """`fields` as in the table. Raises NotFound for a persona that cannot be seen."""
    persona = await session.get(Persona, persona_id)
    if persona is None or persona.organization_id not in (None, organization_id):
        raise NotFound("Persona not found")
    link = ShareLink(
        organization_id=organization_id,
        persona_id=persona.id,
        persona_name=persona.name,
        token=_new_token(),
        **fields,
    )
    if link.is_primary:
        await _dethrone(session, link)
    session.add(link)
    await session.flush()
    return link


async def list_links(
    session: AsyncSession,
    organization_id: str,
    request: PageRequest,
    *,
    search: str | None = None,
    persona_id: str | None = None,
) -> Page[ShareLink]:
    """The newest first. `search` looks into tokens and the names of links and personas."""
    statement = (
        select(ShareLink)
        .where(ShareLink.organization_id == organization_id)
        .order_by(ShareLink.created_at.desc(), ShareLink.id)
    )
    if search:
        found_in = (ShareLink.token, ShareLink.name, ShareLink.persona_name)
        statement = statement.where(or_(*(column.icontains(search, autoescape=True) for column in found_in)))
    if persona_id:
        statement = statement.where(ShareLink.persona_id == persona_id)
    return await fetch_page(session, statement, request)


async def get_link(session: AsyncSession, organization_id: str, link_id: str) -> ShareLink:
    link = await session.get(ShareLink, link_id)
    if link is None or link.organization_id != organization_id:
        raise NotFound("Share link not found")
    return link


async def update_link(
    session: AsyncSession, organization_id: str, link_id: str, changes: dict[str, Any]
) -> ShareLink:
    link = await get_link(session, organization_id, link_id)
    if changes.get("is_primary"):
        await _dethrone(session, link)
    for name, value in changes.items():
        setattr(link, name, value)
    await session.flush()
    return link


async def delete_link(session: AsyncSession, organization_id: str, link_id: str) -> None:
    await session.delete(await get_link(session, organization_id, link_id))


async def session_token(wing: ControlWing, link_token: str, origin: str | None, own_origin: str) -> str:
    """A session token for a stranger; counts as one use of the link.

    `origin` is that of the page that asks. A page of this server may always use a link: it is where the
    link's own address leads. Raises NotFound, Forbidden, and Invalid when the persona cannot be started.
    """
    link = await link_with(wing, link_token)
    closed = closed_for(link, now())
    if closed is None and not may_use(origin, own_origin, link.allowed_origins, all=link.allow_all_origins):
        closed = "wrong-site"
    if closed is not None:
        raise Forbidden(REFUSALS[closed])
    async with wing.database.reading() as connection:
        caller = await organization_itself(connection, link.organization_id)
    request = SessionRequest(
        client_label=CLIENT_LABEL, persona_config=PersonaConfig(persona_id=link.persona_id)
    )
    await resolve(wing, caller, request, new_id())
    await _use(wing, link)
    return await mint(wing, caller, request)


async def organization_of(wing: ControlWing, link_token: str) -> str:
    """Who issued the link. Raises NotFound."""
    return (await link_with(wing, link_token)).organization_id


async def link_with(wing: ControlWing, token: str) -> ShareLink:
    """Raises NotFound."""
    async with wing.database.transaction() as session:
        link = await session.scalar(select(ShareLink).where(ShareLink.token == token))
    if link is None:
        raise NotFound("Share link not found")
    return link


def closed_for(link: ShareLink, at: datetime) -> Closed | None:
    """Whatever page asks; None: it is open."""
    if not link.enabled:
        return "paused"
    if link.expires_at is not None and link.expires_at <= at:
        return "expired"
    if link.usage_limit is not None and link.usage_count >= link.usage_limit:
        return "used-up"
    return None


async def _use(wing: ControlWing, link: ShareLink) -> None:
    """Counts and checks in one statement, so that uses at once never pass the limit together."""
    one_more = (
        update(ShareLink)
        .where(ShareLink.id == link.id)
        .where(or_(ShareLink.usage_limit.is_(None), ShareLink.usage_count < ShareLink.usage_limit))
        .values(usage_count=ShareLink.usage_count + 1)
        .execution_options(synchronize_session=False)
    )
    async with wing.database.transaction() as session:
        counted = (await session.execute(one_more)).rowcount  # type: ignore[attr-defined]
    if not counted:
        raise Forbidden(USED_UP)


async def _dethrone(session: AsyncSession, link: ShareLink) -> None:
    """Makes room for a primary link; the organization is held, so two cannot become it at once."""
    await hold_organization(session, link.organization_id)
    of_the_same = (
        ShareLink.organization_id == link.organization_id,
        ShareLink.persona_id == link.persona_id,
        ShareLink.is_primary,
    )
    await session.execute(update(ShareLink).where(*of_the_same).values(is_primary=False))


def _new_token() -> str:
    return TOKEN_PREFIX + "".join(secrets.choice(TOKEN_ALPHABET) for _ in range(TOKEN_CHARACTERS))
