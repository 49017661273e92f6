"""/v1/organization: the one of the API key. Our extension."""

from __future__ import annotations

from fastapi import APIRouter

from visavis.api.deps import CallerDep, WingDep
from visavis.api.schemas.organizations import OrganizationAnswer, OrganizationUpdate, organization_answer
from visavis.services import organizations

router = APIRouter(prefix="/v1/organization", tags=["Organization"])


@router.get("")
async def get_organization(wing: WingDep, caller: CallerDep) -> OrganizationAnswer:
    async with wing.database.transaction() as session:
        row = await organizations.get_organization(session, caller.organization_id)
    return organization_answer(row, wing.settings)


@router.put("")
async def update_organization(
    wing: WingDep, caller: CallerDep, body: OrganizationUpdate
) -> OrganizationAnswer:
    async with wing.database.transaction() as session:
        row = await organizations.update_organization(
            session,
            caller.organization_id,
            body.given(),
            most_sessions=wing.settings.max_concurrent_sessions,
        )
    return organization_answer(row, wing.settings)
