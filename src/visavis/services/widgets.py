"""The widget: a persona on somebody's pages. Its settings are the persona's; the site is the credential."""

from __future__ import annotations

from typing import Any

from visavis.services.errors import Forbidden, NotFound
from visavis.services.origins import may_use
from visavis.services.session_request import PersonaConfig, SessionRequest
from visavis.services.session_spec import resolve
from visavis.services.share_links import REFUSALS, Closed
from visavis.services.tokens import mint
from visavis.services.widget_limits import CLIENT_LABEL, USED_UP, count_use
from visavis.services.wing import ControlWing
from visavis.store.base import new_id
from visavis.store.queries import organization_itself
from visavis.store.tables import Persona

PAUSED = "The widget of this persona is paused"
MESSAGES = REFUSALS | {"paused": PAUSED, "used-up": USED_UP}


async def session_token(wing: ControlWing, persona_id: str, origin: str | None, own_origin: str) -> str:
    """A session token for a page of an allowed site, and for pages of this server; counts as one use.

    Raises NotFound, Forbidden, and Invalid when the persona cannot be started.
    """
    persona = await persona_with(wing, persona_id)
    closed = closed_for(persona.widget_config, origin, own_origin)
    if closed is not None:
        raise Forbidden(MESSAGES[closed])
    assert persona.organization_id is not None
    async with wing.database.reading() as connection:
        caller = await organization_itself(connection, persona.organization_id)
    request = SessionRequest(client_label=CLIENT_LABEL, persona_config=PersonaConfig(persona_id=persona.id))
    await resolve(wing, caller, request, new_id())
    await count_use(wing.database, persona.id)
    return await mint(wing, caller, request)


async def persona_with(wing: ControlWing, persona_id: str) -> Persona:
    """Raises NotFound, for a stock persona too: it belongs to nobody who could allow a site."""
    async with wing.database.transaction() as session:
        persona = await session.get(Persona, persona_id)
    if persona is None or persona.organization_id is None:
        raise NotFound("Persona not found")
    return persona


def closed_for(config: dict[str, Any], origin: str | None, own_origin: str) -> Closed | None:
    """`config` as the API takes it. None: it is open to this page, as far as it is not used up."""
    if not config.get("enabled", True):
        return "paused"
    allowed, everywhere = config.get("allowedOrigins", ()), config.get("allowEverywhere", False)
    return None if may_use(origin, own_origin, allowed, all=everywhere) else "wrong-site"
