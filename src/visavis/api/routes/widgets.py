"""/widgets/{persona}: what the widget asks of this server from somebody's own pages. Our extension."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header

from visavis.api.addresses import AddressesDep
from visavis.api.deps import NamedId, WingDep
from visavis.api.errors import may_raise
from visavis.api.paths import BaseUrlDep
from visavis.api.schemas.public_cards import PublicCard, public_card
from visavis.api.schemas.sessions import TokenAnswer
from visavis.services import public_cards, widgets
from visavis.services.errors import Forbidden, Invalid

router = APIRouter(prefix="/widgets", tags=["Widget"])


@router.get("/{id}/card")
async def get_widget_card(
    wing: WingDep,
    base: BaseUrlDep,
    addresses: AddressesDep,
    persona_id: NamedId,
    origin: Annotated[str | None, Header()] = None,
) -> PublicCard:
    """Whether this page may show the widget, and what it then shows."""
    return public_card(await public_cards.of_widget(wing, persona_id, origin, base.origin), addresses)


@router.post("/{id}/session-token", responses=may_raise(Invalid, Forbidden))
async def create_widget_session_token(
    wing: WingDep, base: BaseUrlDep, persona_id: NamedId, origin: Annotated[str | None, Header()] = None
) -> TokenAnswer:
    """A session token without an API key, for a page of a site that the persona's owner has allowed."""
    return TokenAnswer(session_token=await widgets.session_token(wing, persona_id, origin, base.origin))
