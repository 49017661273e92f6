"""What the api process and the process that builds a face from a photo say to each other.

The photo goes in over standard input, after a line with a BuildOrder. Lines of JSON come out, each a
BuildMessage: how far it is, once what was seen in the photo, and last the report, or a traceback for a fault
of ours. The files lie in the folder that was named.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from visavis.contract.frozen import Frozen

Point = tuple[float, float]
"""Shares of the upright photo's width and height, from its top left."""
Points = Annotated[tuple[Point, ...], Field(max_length=64)]

POINT_GROUPS: dict[str, int] = {
    "oval": 36,
    "lipsOuterUpper": 11,
    "lipsInnerUpper": 11,
    "lipsInnerLower": 11,
    "lipsOuterLower": 11,
    "rightLidUpper": 9,
    "rightLidLower": 9,
    "leftLidUpper": 9,
    "leftLidLower": 9,
    "rightIris": 5,
    "leftIris": 5,
    "rightBrow": 10,
    "leftBrow": 10,
    "nose": 3,
}
"""The landmarks that are shown and can be corrected, and how many points each group has.

Rows run from the picture's left to its right; the oval clockwise from the top; an iris is its middle, then
right, top, left and bottom; a brow runs along its upper edge from the outer end to the inner, and back along
the lower one; the nose is bridge, tip and base. Right and left are the person's own.
"""

STAGES: tuple[tuple[float, str], ...] = (
    (0.05, "Reading the photo"),
    (0.30, "Looking at the face"),
    (0.50, "Telling the person from the room"),
    (0.65, "Closing the mouth and the eyes"),
    (0.95, "Building the face"),
    (1.00, "Saving"),
)
"""Up to which progress each stage lasts."""


def stage_at(progress: float) -> str:
    """In words for people."""
    return next((words for end, words in STAGES if progress < end), STAGES[-1][1])


class Finding(Frozen):
    """One thing to say about a photo, in words for its owner. A refusal says what to do, advice what would be
    better."""

    code: str
    level: Literal["refusal", "advice"]
    message: str


class FaceBox(Frozen):
    """Shares of the photo's width and height."""

    left: float
    top: float
    right: float
    bottom: float


class FrameSize(Frozen):
    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"


class PhotoReport(Frozen):
    findings: tuple[Finding, ...] = ()
    photo_width: int | None = None
    photo_height: int | None = None
    face: FaceBox | None = None
    landmarks: dict[str, Points] = Field(default_factory=dict)
    sizes: tuple[FrameSize, ...] = ()
    """The frames that the photo is good for."""

    @property
    def refusal(self) -> Finding | None:
        return next((finding for finding in self.findings if finding.level == "refusal"), None)


class BuildOrder(Frozen):
    corrections: dict[str, Points] = Field(default_factory=dict)
    """Whole groups of landmarks that are known better than they would be found."""


class BuildMessage(Frozen):
    progress: float | None = None
    seen: PhotoReport | None = None
    """What is there to see, before anything is built of it."""
    report: PhotoReport | None = None
    """The last one: what was built, or why nothing was."""
    failed: str | None = None
    """A traceback."""


PICTURES: tuple[Literal["square", "landscape", "portrait"], ...] = ("square", "landscape", "portrait")


def avatar_file(size: FrameSize) -> str:
    """Its name in the folder."""
    return f"{size}.avatar"


def picture_file(shape: str) -> str:
    return f"{shape}.webp"
