"""/v1/personas"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from visavis.api.addresses import AddressesDep
from visavis.api.deps import CallerDep, PageDep, WingDep
from visavis.api.schemas.base import Listing, Said, listing
from visavis.api.schemas.personas import (
    PersonaAnswer,
    PersonaCreate,
    PersonaSummary,
    PersonaUpdate,
    persona_answer,
    persona_summary,
)
from visavis.services import personas

router = APIRouter(prefix="/v1/personas", tags=["Personas"])


@router.get("")
async def list_personas(
    wing: WingDep,
    caller: CallerDep,
    addresses: AddressesDep,
    page: PageDep,
    search: Annotated[str | None, Query()] = None,
) -> Listing[PersonaSummary]:
    async with wing.database.transaction() as session:
        found = await personas.list_personas(session, caller.organization_id, page, search=search)
    return listing(found, lambda view: persona_summary(view, addresses))


@router.post("", status_code=201)
async def create_persona(
    wing: WingDep, caller: CallerDep, addresses: AddressesDep, body: PersonaCreate
) -> PersonaAnswer:
    async with wing.database.transaction() as session:
        view = await personas.create_persona(session, caller.organization_id, body.given())
    return persona_answer(view, addresses)


@router.get("/{persona_id}")
async def get_persona(
    wing: WingDep, caller: CallerDep, addresses: AddressesDep, persona_id: str
) -> PersonaAnswer:
    view = await personas.get_persona(wing.database, caller.organization_id, persona_id)
    return persona_answer(view, addresses)


@router.put("/{persona_id}")
async def update_persona(
    wing: WingDep, caller: CallerDep, addresses: AddressesDep, persona_id: str, body: PersonaUpdate
) -> PersonaAnswer:
    async with wing.database.transaction() as session:
        view = await personas.update_persona(session, caller.organization_id, persona_id, body.given())
    return persona_answer(view, addresses)


@router.delete("/{persona_id}")
async def delete_persona(wing: WingDep, caller: CallerDep, persona_id: str) -> Said:
    async with wing.database.transaction() as session:
        await personas.delete_persona(session, caller.organization_id, persona_id)
    return Said(message="Persona deleted")
