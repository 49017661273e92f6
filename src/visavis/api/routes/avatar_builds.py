"""/v1/avatars/{id}/build, our extension: how a photo becomes a face, and where to put it right."""

from __future__ import annotations

from fastapi import APIRouter

from visavis.api.addresses import AddressesDep
from visavis.api.deps import CallerDep, NamedId, WingDep
from visavis.api.schemas.avatar_builds import AvatarBuildAnswer, PointGroups, build_answer
from visavis.services import avatar_builds

router = APIRouter(prefix="/v1/avatars/{id}/build", tags=["Avatars"])


@router.get("")
async def get_avatar_build(
    wing: WingDep, caller: CallerDep, addresses: AddressesDep, avatar_id: NamedId
) -> AvatarBuildAnswer:
    """Progress, and what was seen in the photo. Works while it is being built and afterwards."""
    async with wing.database.transaction() as session:
        view = await avatar_builds.get_build(session, caller.organization_id, avatar_id)
    return build_answer(view, addresses)


@router.put("/points")
async def correct_avatar_points(
    wing: WingDep, caller: CallerDep, addresses: AddressesDep, avatar_id: NamedId, body: PointGroups
) -> AvatarBuildAnswer:
    """Whole groups of landmarks, put right; null takes an earlier correction away. The face is built anew."""
    groups = body.model_dump(exclude_unset=True, by_alias=True)
    view = await avatar_builds.correct_points(wing, caller.organization_id, avatar_id, groups)
    return build_answer(view, addresses)
