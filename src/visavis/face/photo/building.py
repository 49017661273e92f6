"""The whole way, from an image file to a portrait and the frames that it is good for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from visavis.contract.avatar_build import STAGES, FrameSize, PhotoReport, Point
from visavis.face.avatar import Avatar
from visavis.face.build.rig import build_avatar
from visavis.face.build.topology import load_template
from visavis.face.photo import findings as limits
from visavis.face.photo.canvas import PX_PER_512, Canvas, lay_out
from visavis.face.photo.decoding import decode
from visavis.face.photo.detector import Detector
from visavis.face.photo.eye_corners import with_whole_eyes
from visavis.face.photo.findings import Advice, advice
from visavis.face.photo.framing import Size, framings
from visavis.face.photo.glasses import wears_glasses
from visavis.face.photo.groups import INNER_LIPS, LIDS, corrected
from visavis.face.photo.judging import find_face, judge
from visavis.face.photo.lids import closed_lids
from visavis.face.photo.lip_line import is_open, with_lip_line
from visavis.face.photo.lips import close_mouth, gap_of
from visavis.face.photo.matting import Matter, empty_room, moving_part, person_on
from visavis.face.photo.pointer import Pointer
from visavis.face.photo.relief import relief
from visavis.face.photo.teeth import own_teeth
from visavis.face.portrait import Framing, Picture, Plane, Portrait, framed

Progress = Callable[[float], None]
"""Told how far the work is, 0 to 1; see contract.avatar_build.STAGES."""
Seeing = Callable[[PhotoReport], None]
"""Told what was seen in the photo, as soon as it is known."""

STILLS: dict[str, tuple[Size, Size]] = {
    "square": ((512, 512), (768, 768)),
    "landscape": ((1152, 768), (1152, 768)),
    "portrait": ((768, 1152), (768, 1152)),
}
"""The pictures that are shown of the avatar: the frame whose part of the canvas they show, and their size."""


class FaceModels:
    """The networks, loaded once for any number of photos; not for two threads at once."""

    def __init__(self, models_dir: Path) -> None:
        """Raises ModelMissing."""
        self.detector = Detector(models_dir)
        self.pointer = Pointer(models_dir)
        self.matter = Matter(models_dir)


@dataclass(frozen=True, slots=True)
class PhotoAvatar:
    report: PhotoReport
    portrait: Portrait
    framings: Mapping[Size, Framing]
    canvas: Picture
    """The photo as it was taken, laid out like the portrait."""

    def rig(self, size: Size) -> Avatar:
        return build_avatar(framed(self.portrait, self.framings[size], *size))

    def still(self, shape: str) -> Picture | None:
        """A picture to show; None where the photo is not good for that frame."""
        frame, size = STILLS[shape]
        part = self.framings.get(frame)
        if part is None:
            return None
        cut = self.canvas[part.y : part.y + part.height, part.x : part.x + part.width]
        way = cv2.INTER_AREA if size[0] < part.width else cv2.INTER_CUBIC
        return np.asarray(cv2.resize(cut, size, interpolation=way), np.uint8)


def build_from_photo(
    content: bytes,
    models: FaceModels,
    corrections: Mapping[str, Sequence[Point]] | None = None,
    progress: Progress = lambda _: None,
    seeing: Seeing = lambda _: None,
) -> PhotoAvatar:
    """`corrections`: whole groups of `contract.avatar_build.POINT_GROUPS`. Raises PhotoRefused.

    The rigs are left to the caller, one per frame.
    """
    stage_ends = iter(end for end, _ in STAGES)
    photo = decode(content)
    progress(next(stage_ends))
    found = find_face(photo, models.detector, models.pointer)
    height, width = photo.picture.shape[:2]
    face = replace(found, points=corrected(found.points, corrections or {}, width, height))
    report = judge(photo, face)
    seeing(report)
    progress(next(stage_ends))
    canvas = lay_out(photo, face.points)
    person = models.matter.person(canvas)
    moving = moving_part(person, cut_out=canvas.alpha is not None)
    room = empty_room(canvas, moving)
    frames = framings(canvas.known, person)
    progress(next(stage_ends))
    portrait = _portrait(canvas, moving, room, set(corrections or {}))
    progress(next(stage_ends))
    return PhotoAvatar(
        report=_completed(report, canvas, frames, person),
        portrait=portrait,
        framings=frames,
        canvas=_before(room, canvas, person),
    )


def _portrait(canvas: Canvas, moving: Plane, room: Picture, corrections: set[str]) -> Portrait:
    """What somebody has put right is not looked for again."""
    flat = canvas.points[:, :2]
    person = person_on(room, canvas)
    eyes = flat if LIDS & corrections else with_whole_eyes(person, flat)
    lips = eyes if INNER_LIPS & corrections else with_lip_line(person, eyes)
    neutral = close_mouth(person, lips, load_template())
    shut = closed_lids(neutral.picture, neutral.points)
    return Portrait(
        picture=neutral.picture,
        matte=moving,
        backdrop=room,
        relief=relief(canvas.points),
        curves={},
        px_per_512=PX_PER_512,
        closed_lids=shut.picture,
        closed_lid_curves=shut.curves,
        upper_teeth=own_teeth(person, lips),
        wears_glasses=wears_glasses(canvas.picture, flat),
        landmarks=neutral.points,
    )


def _completed(
    report: PhotoReport, canvas: Canvas, frames: Mapping[Size, Framing], person: Plane
) -> PhotoReport:
    """With what only the laid out photo tells."""
    more = []
    flat = canvas.points[:, :2]
    if is_open(canvas.picture, flat):
        more.append(Advice.MOUTH_WIDE_OPEN if gap_of(flat) > limits.WIDE_MOUTH else Advice.MOUTH_OPEN)
    if _hair_is_cut(canvas, person):
        more.append(Advice.HAIR_CUT)
    if (768, 1152) not in frames:
        more.append(Advice.NO_PORTRAIT)
    return report.model_copy(
        update={
            "findings": (*report.findings, *map(advice, more)),
            "sizes": tuple(FrameSize(width=width, height=height) for width, height in frames),
        }
    )


def _hair_is_cut(canvas: Canvas, person: Plane) -> bool:
    """Whether the person touches the photo's upper edge."""
    rows = np.flatnonzero(canvas.known.any(1))
    top = int(rows[0]) if len(rows) else 0
    return top > 0 and bool((person[top + 2, canvas.known[top + 2]] > 0.5).any())


def _before(room: Picture, canvas: Canvas, person: Plane) -> Picture:
    if canvas.alpha is None:
        return canvas.picture
    share: Any = person[..., None]
    return np.asarray(canvas.picture * share + room * (1 - share) + 0.5, np.uint8)
