"""/v1/personas/{id}/draft, /publish and /versions: what is being built, and what was published. Ours."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from visavis.api.addresses import AddressesDep
from visavis.api.deps import CallerDep, NamedId, PageDep, WingDep
from visavis.api.schemas.base import Listing, listing
from visavis.api.schemas.persona_drafts import (
    PersonaDraftAnswer,
    PersonaDraftUpdate,
    PersonaVersionAnswer,
    SeenPersonaDraft,
    draft_answer,
    version_answer,
)
from visavis.api.schemas.personas import PersonaAnswer, persona_answer
from visavis.services import persona_drafts, persona_versions

router = APIRouter(prefix="/v1/personas/{id}", tags=["Personas"])

MOST_NUMBERS = 2**31 - 1
VersionNumber = Annotated[int, Path(alias="number", ge=1, le=MOST_NUMBERS)]


@router.get("/draft")
async def get_persona_draft(
    wing: WingDep, caller: CallerDep, addresses: AddressesDep, persona_id: NamedId
) -> PersonaDraftAnswer:
    """The persona as it would be; without a draft it has no changes."""
    async with wing.database.transaction() as session:
        draft = await persona_drafts.get_draft(session, caller.organization_id, persona_id)
    return draft_answer(draft, addresses)


@router.put("/draft")
async def save_persona_draft(
    wing: WingDep, caller: CallerDep, addresses: AddressesDep, persona_id: NamedId, body: PersonaDraftUpdate
) -> PersonaDraftAnswer:
    """Only the fields that are named change, and whoever talks to the persona notices nothing."""
    saved = await persona_drafts.save_draft(wing, caller, persona_id, body.changes(), body.seen())
    return draft_answer(saved, addresses)


@router.delete("/draft")
async def discard_persona_draft(
    wing: WingDep, caller: CallerDep, addresses: AddressesDep, persona_id: NamedId
) -> PersonaDraftAnswer:
    """Back to what is published."""
    return draft_answer(await persona_drafts.discard_draft(wing, caller, persona_id), addresses)


@router.post("/publish")
async def publish_persona(
    wing: WingDep,
    caller: CallerDep,
    addresses: AddressesDep,
    persona_id: NamedId,
    body: SeenPersonaDraft | None = None,
) -> PersonaAnswer:
    """The draft becomes the persona, for everybody who talks to it from now on, and a version of it."""
    seen = body.seen() if body else None
    return persona_answer(await persona_versions.publish(wing, caller, persona_id, seen), addresses)


@router.get("/versions")
async def list_persona_versions(
    wing: WingDep, caller: CallerDep, page: PageDep, persona_id: NamedId
) -> Listing[PersonaVersionAnswer]:
    """What was published, the newest first; the last 50 are kept."""
    async with wing.database.transaction() as session:
        found = await persona_versions.list_versions(session, caller.organization_id, persona_id, page)
    return listing(found, version_answer)


@router.post("/versions/{number}/restore")
async def restore_persona_version(
    wing: WingDep,
    caller: CallerDep,
    addresses: AddressesDep,
    persona_id: NamedId,
    number: VersionNumber,
    body: SeenPersonaDraft | None = None,
) -> PersonaDraftAnswer:
    """As the draft, to be looked at and published."""
    seen = body.seen() if body else None
    restored = await persona_versions.restore(wing, caller, persona_id, number, seen)
    return draft_answer(restored, addresses)
