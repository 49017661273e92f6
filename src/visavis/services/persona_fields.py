"""What a persona is made of, as data: so drafts and versions hold it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from visavis.services.persona_knowledge import groups_of_persona
from visavis.services.session_tools import tools_of_persona
from visavis.store.tables import Persona

ROW = tuple(column.key for column in Persona.__table__.columns)
NOT_MADE = {"id", "organization_id", "shelf", "created_at", "updated_at", "widget_config"}
"""Where it stands; and what web sites show around it, which is published where it is set."""
COLUMNS = tuple(name for name in ROW if name not in NOT_MADE)
LISTS = ("tool_ids", "knowledge")

Fields = dict[str, Any]
"""By the names of the table, and `tool_ids` and `knowledge`."""


async def made_of(session: AsyncSession, persona: Persona) -> Fields:
    """All fields of a stored persona."""
    return columns_of(persona) | {
        "tool_ids": list(await tools_of_persona(session, persona.id)),
        "knowledge": list(await groups_of_persona(session, persona.id)),
    }


def columns_of(persona: Persona) -> Fields:
    return {name: getattr(persona, name) for name in COLUMNS}


def copy_with(persona: Persona, fields: Mapping[str, Any]) -> Persona:
    """Like it but for these fields; no session knows it, so that nothing of it is written."""
    own = {name: getattr(persona, name) for name in ROW}
    return Persona(**own | {name: fields[name] for name in COLUMNS if name in fields})


def differing(wanted: Mapping[str, Any], made: Mapping[str, Any]) -> Fields:
    """Of the wanted fields those that are otherwise."""
    return {name: value for name, value in wanted.items() if name not in made or made[name] != value}
