"""/v1/avatars/{avatarId}/build, our extension: how a photo becomes a face, and where to put it right."""

from __future__ import annotations

from fastapi import APIRouter

from visavis.api.addresses import AddressesDep
from visavis.api.deps import CallerDep, WingDep
from visavis.api.schemas.avatar_builds import BuildAnswer, PointGroups, build_answer
from visavis.services import avatar_builds

router = APIRouter(prefix="/v1/avatars/{avatar_id}/build", tags=["Avatars"])


@router.get("")
async def get_build(wing: WingDep, caller: CallerDep, addresses: AddressesDep, avatar_id: str) -> BuildAnswer:
    """Progress, and what was seen in the photo. Works while it is being built and afterwards."""
    async with wing.database.transaction() as session:
        view = await avatar_builds.get_build(session, caller.organization_id, avatar_id)
    return build_answer(view, addresses)


@router.put("/points")
async def correct_points(
    wing: WingDep, caller: CallerDep, addresses: AddressesDep, avatar_id: str, body: PointGroups
) -> BuildAnswer:
    """Whole groups of landmarks, put right; null takes an earlier correction away. The face is built anew."""
    groups = body.model_dump(exclude_unset=True, by_alias=True)
    view = await avatar_builds.correct_points(wing, caller.organization_id, avatar_id, groups)
    return build_answer(view, addresses)
