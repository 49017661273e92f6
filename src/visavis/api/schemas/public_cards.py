"""What strangers are shown of a persona before they talk. Ours, not part of the public API."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from visavis.api.addresses import Addresses
from visavis.api.schemas.avatars import avatar_answer
from visavis.api.schemas.base import Answer, Url
from visavis.services.public_cards import Card
from visavis.store.tables import Avatar, Persona


class Portrait(Answer):
    """One picture in three shapes."""

    square: Url | None
    landscape: Url | None
    portrait: Url | None


class PersonaOnCard(Answer):
    name: str
    description: str | None
    picture: Portrait


class WidgetOnCard(Answer):
    """As its owner has set it up; attributes of the page come first."""

    call_to_action: str = ""
    layout: Literal["inline", "floating"] = "floating"
    initial_state: Literal["minimized", "expanded"] = "expanded"
    position: str = ""
    show_text_input: bool = True
    show_mute_button: bool = True
    show_transcript: bool = True


class PublicCard(Answer):
    state: Literal["open", "paused", "expired", "used-up", "wrong-site"]
    """Whether the page that asks may talk to the persona, and if not, why."""
    persona: PersonaOnCard | None
    """null unless it may."""
    watermark: bool
    """Whether the page names this software."""
    widget: WidgetOnCard | None = Field(None)
    """null on the card of a link, and of a widget that is to stay hidden; one that is used up says so."""


def public_card(card: Card, addresses: Addresses) -> PublicCard:
    widget = None if card.widget is None else WidgetOnCard.model_validate(card.widget)
    return PublicCard(
        state=card.closed or "open",
        persona=_persona(card.persona, card.avatar, addresses) if card.persona else None,
        watermark=card.watermark,
        widget=widget,
    )


def _persona(persona: Persona, avatar: Avatar | None, addresses: Addresses) -> PersonaOnCard:
    shown = avatar_answer(avatar, addresses) if avatar else None
    picture = Portrait(
        square=shown and (shown.image_url or None),
        landscape=shown and shown.landscape_image_url,
        portrait=shown and shown.portrait_image_url,
    )
    return PersonaOnCard(name=persona.name, description=persona.description, picture=picture)
