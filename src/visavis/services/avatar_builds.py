"""How the building of an avatar's face goes, and corrections to where the points of the face were found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from visavis.contract.avatar_build import POINT_GROUPS, PhotoReport, Points, stage_at
from visavis.services import avatar_building
from visavis.services.avatar_building import FAILED, READY, WAITING
from visavis.services.avatars import get_avatar, own
from visavis.services.errors import Conflict, Invalid
from visavis.services.jobs import add_job, job_of
from visavis.services.wing import ControlWing
from visavis.store.tables import Avatar

BuildStatus = Literal["waiting", "building", "ready", "failed"]
DONE, STOPPED, QUEUED = "Done", "Stopped", "Waiting for its turn"

BEYOND = 0.1
"""Points may lie outside the photo by this share of its size: an ear may."""
UPPER_AND_LOWER = (
    ("lipsOuterUpper", "lipsOuterLower"),
    ("lipsInnerUpper", "lipsInnerLower"),
    ("rightLidUpper", "rightLidLower"),
    ("leftLidUpper", "leftLidLower"),
)


@dataclass(frozen=True, slots=True)
class BuildView:
    avatar: Avatar
    status: BuildStatus
    """A face that is built anew stays in use meanwhile."""
    progress: float
    stage: str
    """In words."""
    report: PhotoReport | None


async def get_build(session: AsyncSession, organization_id: str, avatar_id: str) -> BuildView:
    """Raises NotFound."""
    return await _view(session, await get_avatar(session, organization_id, avatar_id))


async def correct_points(
    wing: ControlWing, organization_id: str, avatar_id: str, groups: Mapping[str, Points | None]
) -> BuildView:
    """Keeps the groups that are given, forgets those that are None, and has the face built anew.

    Raises NotFound, Forbidden for stock avatars, Conflict where no face was found, Invalid for points that no
    face can have.
    """
    async with wing.database.transaction() as session:
        avatar = own(await get_avatar(session, organization_id, avatar_id))
        report = _report(avatar)
        if report is None or not report.landmarks:
            raise Conflict("No face was found in this photo yet, so there are no points to correct")
        given = {name: points for name, points in groups.items() if points is not None}
        _check(dict(report.landmarks) | given, set(given))
        kept = {name: points for name, points in avatar.corrections.items() if name not in groups}
        avatar.corrections = kept | given
        avatar.build_note = None
        if avatar.build_status == FAILED:
            avatar.build_status = WAITING
        add_job(session, organization_id, avatar_building.KIND, avatar.id)
        await session.flush()
        view = await _view(session, avatar)
    wing.jobs_added.ring()
    return view


async def _view(session: AsyncSession, avatar: Avatar) -> BuildView:
    report = _report(avatar)
    job = await job_of(session, avatar.id)
    if job is not None:
        stage = stage_at(job.progress) if job.running else QUEUED
        return BuildView(avatar, "building" if job.running else "waiting", job.progress, stage, report)
    if avatar.build_status == READY:
        return BuildView(avatar, "ready", 1.0, DONE, report)
    return BuildView(avatar, "failed", 0.0, STOPPED, report)


def _report(avatar: Avatar) -> PhotoReport | None:
    return PhotoReport.model_validate(avatar.build_report) if avatar.build_report else None


def _check(face: Mapping[str, Points], given: set[str]) -> None:
    """`face`: all groups as they would be; `given`: those that the request names."""
    for name in sorted(given):
        if not all(-BEYOND <= share <= 1 + BEYOND for point in face[name] for share in point):
            raise Invalid(name, "Points are shares of the photo's width and height, from 0 to 1")
        if POINT_GROUPS[name] in (9, 11) and face[name][0][0] >= face[name][-1][0]:
            raise Invalid(name, "The points of a row run from the picture's left to its right")
    for upper, lower in UPPER_AND_LOWER:
        if given & {upper, lower} and _height(face[upper]) > _height(face[lower]):
            named = upper if upper in given else lower
            raise Invalid(named, f"{upper} must lie above {lower}")


def _height(points: Points) -> float:
    return sum(y for _, y in points) / len(points)
