"""/v1/personas"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from visavis.api.addresses import AddressesDep
from visavis.api.deps import CallerDep, NamedId, PageDep, WingDep
from visavis.api.schemas.base import Listing, Said, listing
from visavis.api.schemas.personas import (
    PersonaAnswer,
    PersonaCreate,
    PersonaSummary,
    PersonaUpdate,
    persona_answer,
    persona_summary,
)
from visavis.api.schemas.widget_use import WidgetUseAnswer, widget_use_answer
from visavis.services import personas, widget_limits
from visavis.services.persona_drafts import drafted

router = APIRouter(prefix="/v1/personas", tags=["Personas"])


@router.get("")
async def list_personas(
    wing: WingDep,
    caller: CallerDep,
    addresses: AddressesDep,
    page: PageDep,
    search: Annotated[str | None, Query()] = None,
) -> Listing[PersonaSummary]:
    """Your own, then the server's."""
    async with wing.database.transaction() as session:
        found = await personas.list_personas(session, caller.organization_id, page, search=search)
        unpublished = await drafted(session, [view.persona.id for view in found.rows])
    return listing(
        found,
        lambda view: persona_summary(view, addresses, has_draft=view.persona.id in unpublished),
    )


@router.post("", status_code=201)
async def create_persona(
    wing: WingDep, caller: CallerDep, addresses: AddressesDep, body: PersonaCreate
) -> PersonaAnswer:
    """Nothing is required: what is left out takes a default, which the answer shows."""
    return persona_answer(await personas.create_persona(wing, caller, body.given()), addresses)


@router.get("/{id}")
async def get_persona(
    wing: WingDep, caller: CallerDep, addresses: AddressesDep, persona_id: NamedId
) -> PersonaAnswer:
    view = await personas.get_persona(wing.database, caller.organization_id, persona_id)
    return persona_answer(view, addresses)


@router.put("/{id}")
async def update_persona(
    wing: WingDep, caller: CallerDep, addresses: AddressesDep, persona_id: NamedId, body: PersonaUpdate
) -> PersonaAnswer:
    """Only the fields that are named change; an unknown one is 400."""
    return persona_answer(await personas.update_persona(wing, caller, persona_id, body.given()), addresses)


@router.delete("/{id}")
async def delete_persona(wing: WingDep, caller: CallerDep, persona_id: NamedId) -> Said:
    async with wing.database.transaction() as session:
        await personas.delete_persona(session, caller.organization_id, persona_id)
    return Said(message="Persona deleted")


@router.get("/{id}/widget-use")
async def get_widget_use(wing: WingDep, caller: CallerDep, persona_id: NamedId) -> WidgetUseAnswer:
    """How much people talked through the widget, in the measures of its limits."""
    return widget_use_answer(await widget_limits.use_of(wing.database, caller.organization_id, persona_id))
