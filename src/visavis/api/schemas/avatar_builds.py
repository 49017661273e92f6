"""How an avatar's face is built, as our extension shows it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from visavis.api.addresses import Addresses
from visavis.api.schemas.base import Answer, Url, Uuid
from visavis.services.avatar_builds import BuildView
from visavis.services.options import Body

Point = Annotated[tuple[float, float], Field(strict=False)]
"""x and y as shares of the upright photo's width and height, from its top left."""
Row = Annotated[list[Point], Field(min_length=11, max_length=11)]
Lid = Annotated[list[Point], Field(min_length=9, max_length=9)]
Iris = Annotated[list[Point], Field(min_length=5, max_length=5)]
Brow = Annotated[list[Point], Field(min_length=10, max_length=10)]
Oval = Annotated[list[Point], Field(min_length=36, max_length=36)]
Nose = Annotated[list[Point], Field(min_length=3, max_length=3)]


class PointGroups(Body):
    """Groups of landmarks; points are [x, y], shares of the upright photo's width and height.

    Rows run from the picture's left to its right; the oval clockwise from the top; an iris is its middle,
    then right, top, left and bottom; a brow runs along its upper edge from the outer end to the inner, and
    back along the lower one; the nose is bridge, tip and base. Right and left are the person's own.
    """

    model_config = ConfigDict(extra="forbid")

    oval: Oval | None = None
    lips_outer_upper: Row | None = None
    lips_inner_upper: Row | None = None
    lips_inner_lower: Row | None = None
    lips_outer_lower: Row | None = None
    right_lid_upper: Lid | None = None
    right_lid_lower: Lid | None = None
    left_lid_upper: Lid | None = None
    left_lid_lower: Lid | None = None
    right_iris: Iris | None = None
    left_iris: Iris | None = None
    right_brow: Brow | None = None
    left_brow: Brow | None = None
    nose: Nose | None = None


class PhotoFindingAnswer(Answer):
    code: str
    level: Literal["refusal", "advice"]
    message: str


class FaceBoxAnswer(Answer):
    """Shares of the photo's width and height."""

    left: float
    top: float
    right: float
    bottom: float


class FrameSizeAnswer(Answer):
    width: int
    height: int


class PhotoReportAnswer(Answer):
    findings: list[PhotoFindingAnswer]
    photo_width: int | None
    photo_height: int | None
    face: FaceBoxAnswer | None
    landmarks: PointGroups
    sizes: list[FrameSizeAnswer]
    """The frames that the photo is good for."""


class AvatarBuildAnswer(Answer):
    avatar_id: Uuid
    status: Literal["waiting", "building", "ready", "failed"]
    progress: float = Field(ge=0, le=1)
    stage: str
    note: str | None
    """Why it failed, or why a correction did not work."""
    photo_url: Url | None
    """Good for an hour. The landmarks lie on it as browsers show it, turned as its EXIF says."""
    report: PhotoReportAnswer | None
    corrected: list[str]
    """The groups of landmarks that were put right."""


def build_answer(view: BuildView, addresses: Addresses) -> AvatarBuildAnswer:
    return AvatarBuildAnswer(
        avatar_id=view.avatar.id,
        status=view.status,
        progress=view.progress,
        stage=view.stage,
        note=view.avatar.build_note,
        photo_url=addresses.blob(view.avatar.blobs.get("source")),
        report=None
        if view.report is None
        else PhotoReportAnswer.model_validate(view.report.model_dump(mode="json")),
        corrected=sorted(view.avatar.corrections),
    )
