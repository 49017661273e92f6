"""What the REST figures are measured on: an organization with 100,000 personas, and one with 100."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.services import stock
from visavis.services.bootstrap import open_control_wing
from visavis.services.keys import create_key
from visavis.services.organizations import create_organization
from visavis.services.personas import create_persona
from visavis.services.share_links import create_link
from visavis.services.wing import ControlWing
from visavis.settings import Settings
from visavis.store.base import new_id, now
from visavis.store.persona_shelves import SHELF
from visavis.store.queries import organization_itself
from visavis.store.tables import Persona, Tool

FEW, MANY = 100, 100_000
BATCH = 10_000
TOOLS = LINKS = 2
PROMPT = "You are the receptionist of a museum. You answer in one or two short sentences. " * 5


@dataclass(frozen=True, slots=True)
class Holder:
    """An organization of the bench."""

    key: str
    persona_id: str
    """One of its personas, with tools and share links."""


async def fill(settings: Settings) -> tuple[Holder, Holder]:
    """The organizations with few and with many personas, in an empty database."""
    wing = await open_control_wing(settings)
    try:
        return await _organization(wing, FEW), await _organization(wing, MANY)
    finally:
        await wing.close()


async def _organization(wing: ControlWing, personas: int) -> Holder:
    async with wing.database.transaction() as session:
        organization = await create_organization(session, f"With {personas} personas")
        key = (await create_key(session, wing.keyring, organization.id, "bench")).key
        tools = _tools(organization.id)
        session.add_all(tools)
        await session.flush()
        await _many(session, organization.id, personas - 1)
    async with wing.database.reading() as connection:
        caller = await organization_itself(connection, organization.id)
    wanted = {"name": "The one", "system_prompt": PROMPT, "tool_ids": [tool.id for tool in tools]}
    shown = await create_persona(wing, caller, wanted)
    async with wing.database.transaction() as session:
        for number in range(LINKS):
            await create_link(session, organization.id, shown.persona.id, {"name": f"Link {number}"})
    return Holder(key, shown.persona.id)


def _tools(organization_id: str) -> list[Tool]:
    return [
        Tool(
            organization_id=organization_id,
            name=f"open_page_{number}",
            description="Opens a page of the museum's site, of those that the visitor may see.",
            type="CLIENT",
            config={"parameters": {"type": "object", "properties": {"page": {"type": "string"}}}},
        )
        for number in range(TOOLS)
    ]


async def _many(session: AsyncSession, organization_id: str, count: int) -> None:
    """As if one had been made every second until now."""
    until = now()
    for first in range(0, count, BATCH):
        made = [until - timedelta(seconds=count - n) for n in range(first, min(first + BATCH, count))]
        rows = [
            {
                "id": new_id(),
                "organization_id": organization_id,
                "shelf": (first + number) // SHELF,
                "name": f"Persona {first + number}",
                "avatar_id": stock.DEFAULT_AVATAR,
                "voice_id": stock.voice_for(stock.DEFAULT_AVATAR),
                "llm_id": stock.DEFAULT_LLM,
                "system_prompt": PROMPT,
                "created_at": at,
                "updated_at": at,
            }
            for number, at in enumerate(made)
        ]
        await session.execute(insert(Persona), rows)
