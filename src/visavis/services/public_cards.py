"""What strangers are shown before they talk: of a share link, or of the widget on somebody's site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from visavis.services import share_links, widgets
from visavis.services.origins import may_use
from visavis.services.share_links import Closed
from visavis.services.widget_limits import is_used_up
from visavis.services.wing import ControlWing
from visavis.store.base import now
from visavis.store.database import Database
from visavis.store.tables import Avatar, Persona


@dataclass(frozen=True)
class Card:
    closed: Closed | None
    """None: whoever sees this may talk."""
    persona: Persona | None = None
    """Whom to; shown to those alone who may talk."""
    avatar: Avatar | None = None
    watermark: bool = True
    widget: dict[str, Any] | None = None
    """How it was set up, where it may show itself: one that is used up says so."""


async def of_link(wing: ControlWing, token: str, origin: str | None, own_origin: str) -> Card:
    """`origin`: None for a page of this server, of which a browser does not say it. Raises NotFound."""
    link = await share_links.link_with(wing, token)
    closed = share_links.closed_for(link, now())
    allowed = may_use(origin or own_origin, own_origin, link.allowed_origins, all=link.allow_all_origins)
    if closed or not allowed:
        return Card(closed or "wrong-site")
    watermark = _watermark(wing, removed=link.remove_watermark)
    return Card(None, *await _face(wing.database, link.persona_id), watermark=watermark)


async def of_widget(wing: ControlWing, persona_id: str, origin: str | None, own_origin: str) -> Card:
    """`origin` as above. Raises NotFound."""
    persona = await widgets.persona_with(wing, persona_id)
    config = persona.widget_config
    closed = widgets.closed_for(config, origin or own_origin, own_origin)
    if closed:
        return Card(closed)
    if await is_used_up(wing.database, persona):
        return Card("used-up", widget=config)
    watermark = _watermark(wing, removed=config.get("removeWatermark", False))
    return Card(None, *await _face(wing.database, persona.id), watermark=watermark, widget=config)


def _watermark(wing: ControlWing, *, removed: bool) -> bool:
    """What the operator does not permit counts for nothing."""
    return not (removed and wing.settings.watermark_removable)


async def _face(database: Database, persona_id: str) -> tuple[Persona, Avatar | None]:
    async with database.transaction() as session:
        persona = await session.get_one(Persona, persona_id)
        avatar = await session.get(Avatar, persona.avatar_id) if persona.avatar_id else None
    return persona, avatar
