"""/v1/share-links, and /share/{token} for those who were given one"""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Query

from visavis.api.addresses import AddressesDep
from visavis.api.deps import CallerDep, Id, Page20Dep, WingDep
from visavis.api.errors import may_raise
from visavis.api.paths import BaseUrlDep
from visavis.api.schemas.base import Listing, Said, listing
from visavis.api.schemas.public_cards import PublicCard, public_card
from visavis.api.schemas.sessions import TokenAnswer
from visavis.api.schemas.share_links import (
    PersonaShareLinkAnswer,
    ShareLinkAnswer,
    ShareLinkCreate,
    ShareLinkUpdate,
    persona_share_link_answer,
    share_link_answer,
)
from visavis.services import public_cards, share_links
from visavis.services.errors import Forbidden, Invalid, NotFound

router = APIRouter(tags=["Share Links"])


@router.get("/v1/share-links")
async def list_share_links(
    wing: WingDep,
    caller: CallerDep,
    page: Page20Dep,
    search: Annotated[str | None, Query()] = None,
    persona_id: Annotated[UUID | None, Query(alias="personaId")] = None,
) -> Listing[PersonaShareLinkAnswer]:
    async with wing.database.transaction() as session:
        found = await share_links.list_links(
            session,
            caller.organization_id,
            page,
            search=search,
            persona_id=str(persona_id) if persona_id else None,
        )
    return listing(found, persona_share_link_answer)


@router.post("/v1/share-links", status_code=201, responses=may_raise(NotFound))
async def create_share_link(wing: WingDep, caller: CallerDep, body: ShareLinkCreate) -> ShareLinkAnswer:
    """Good for a week and ten sessions, unless it says otherwise."""
    async with wing.database.transaction() as session:
        link = await share_links.create_link(
            session, caller.organization_id, str(body.persona_id), body.given()
        )
    return share_link_answer(link)


@router.get("/v1/share-links/{id}")
async def get_share_link(wing: WingDep, caller: CallerDep, link_id: Id) -> PersonaShareLinkAnswer:
    async with wing.database.transaction() as session:
        link = await share_links.get_link(session, caller.organization_id, str(link_id))
    return persona_share_link_answer(link)


@router.put("/v1/share-links/{id}")
async def update_share_link(
    wing: WingDep, caller: CallerDep, link_id: Id, body: ShareLinkUpdate
) -> ShareLinkAnswer:
    """`expiresInHours` counts from now; null means never, or without limit."""
    async with wing.database.transaction() as session:
        link = await share_links.update_link(session, caller.organization_id, str(link_id), body.given())
    return share_link_answer(link)


@router.delete("/v1/share-links/{id}")
async def delete_share_link(wing: WingDep, caller: CallerDep, link_id: Id) -> Said:
    async with wing.database.transaction() as session:
        await share_links.delete_link(session, caller.organization_id, str(link_id))
    return Said(message="Share link deleted successfully")


@router.get("/share/{token}/card")
async def get_share_card(
    wing: WingDep,
    base: BaseUrlDep,
    addresses: AddressesDep,
    token: str,
    origin: Annotated[str | None, Header()] = None,
) -> PublicCard:
    """Whether this page may use the link, and whom it leads to. It counts nothing."""
    return public_card(await public_cards.of_link(wing, token, origin, base.origin), addresses)


@router.post("/share/{token}/session-token", responses=may_raise(Invalid, Forbidden))
async def create_shared_session_token(
    wing: WingDep, base: BaseUrlDep, token: str, origin: Annotated[str | None, Header()] = None
) -> TokenAnswer:
    """A session token without an API key, for a page that may use the link. Each one is a use."""
    return TokenAnswer(session_token=await share_links.session_token(wing, token, origin, base.origin))
