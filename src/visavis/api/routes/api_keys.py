"""/v1/api-keys: who may call the API for the organization. Our extension."""

from __future__ import annotations

from fastapi import APIRouter

from visavis.api.deps import CallerDep, Id, PageDep, WingDep
from visavis.api.schemas.api_keys import (
    ApiKeyAnswer,
    ApiKeyCreate,
    NewApiKeyAnswer,
    api_key_answer,
    new_api_key_answer,
)
from visavis.api.schemas.base import Listing, Said, listing
from visavis.services import keys

router = APIRouter(prefix="/v1/api-keys", tags=["API keys"])


@router.get("")
async def list_api_keys(wing: WingDep, caller: CallerDep, page: PageDep) -> Listing[ApiKeyAnswer]:
    """Those that are valid; the keys themselves cannot be read again."""
    async with wing.database.transaction() as session:
        found = await keys.list_valid_keys(session, caller.organization_id, page)
    return listing(found, api_key_answer)


@router.post("", status_code=201)
async def create_api_key(wing: WingDep, caller: CallerDep, body: ApiKeyCreate) -> NewApiKeyAnswer:
    wanted = body.permissions if "permissions" in body.model_fields_set else caller.permissions
    async with wing.database.transaction() as session:
        made = await keys.give_key(session, wing.keyring, caller, body.name, wanted)
    return new_api_key_answer(made)


@router.delete("/{id}")
async def revoke_api_key(wing: WingDep, caller: CallerDep, key_id: Id) -> Said:
    """Refuses the key from now on, and every session token that it has made."""
    async with wing.database.transaction() as session:
        await keys.revoke_own_key(session, caller.organization_id, str(key_id))
    return Said(message="API key revoked")
