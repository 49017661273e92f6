"""Where an avatar's lower face is, what it looks like at rest, and how far a patch may cover it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from visavis.face.avatar import Avatar, Bytes
from visavis.face.build.topology import CHIN, NOSE_BRIDGE, NOSE_TIP, OVAL
from visavis.face.expression import Expression
from visavis.face.neural.description import LipModelError
from visavis.face.portrait import Picture
from visavis.face.renderer import renderer_for

DOWN_THE_NOSE = 2 / 3
"""Where the middle of the crop lies between the nose's bridge and its tip: as in MuseTalk's preprocessing."""
BELOW_CHIN = 0.08
"""Of half the crop's height; the chin needs room to drop."""
FEATHER = 0.16
"""Width of the patch's soft edge, as a share of its smaller side."""
CHIN_ROOM = 1.12
"""How much the patch is larger than the lower half of the face's oval, downwards."""
SMALLEST_PX = 48


@dataclass(frozen=True, slots=True)
class LowerFace:
    """The crop that a model sees, in whole and even px of the frame at rest."""

    x: int
    y: int
    picture: Picture
    """Height x width x 3, BGR."""
    cover: Bytes
    """Height x width: how much of a patch is shown, 255 all of it; 0 in the upper half and at the edges."""

    @property
    def width(self) -> int:
        return int(self.picture.shape[1])

    @property
    def height(self) -> int:
        return int(self.picture.shape[0])


def find_lower_face(avatar: Avatar, shift: float) -> LowerFace:
    """The rig's own picture at rest, cut round its own points. `shift` as in the model's description.

    Raises LipModelError when the face is too small for a patch.
    """
    points = avatar.mesh.rest
    oval = points[list(OVAL)]
    middle = points[NOSE_BRIDGE, 1] + DOWN_THE_NOSE * (points[NOSE_TIP, 1] - points[NOSE_BRIDGE, 1])
    half = (points[CHIN, 1] - middle) * (1 + BELOW_CHIN)
    middle += shift * half
    half = min(half, avatar.height - middle, middle)
    x0, x1 = _even(max(oval[:, 0].min(), 0)), _even(min(oval[:, 0].max(), avatar.width))
    y0, y1 = _even(middle - half), _even(middle + half)
    if min(x1 - x0, y1 - y0) < SMALLEST_PX:
        raise LipModelError(
            f"The face is only {x1 - x0} x {y1 - y0} px large; a lip model needs {SMALLEST_PX}."
        )
    return LowerFace(
        x=x0,
        y=y0,
        picture=np.ascontiguousarray(_at_rest(avatar)[y0:y1, x0:x1]),
        cover=_cover(oval - [x0, y0], x1 - x0, y1 - y0),
    )


def _even(value: float) -> int:
    return int(value) // 2 * 2


def _at_rest(avatar: Avatar) -> Picture:
    renderer = renderer_for(avatar)
    renderer.render(Expression())
    planes = renderer.frame.reshape(avatar.height * 3 // 2, avatar.width)
    return np.asarray(cv2.cvtColor(planes, cv2.COLOR_YUV2BGR_I420), np.uint8)


def _cover(oval: NDArray[np.float64], width: int, height: int) -> Bytes:
    """Full inside the lower half of the face, soft towards its edges."""
    middle = height / 2
    lower = oval[oval[:, 1] > middle]
    lower[:, 1] = middle + (lower[:, 1] - middle) * CHIN_ROOM
    shape = np.zeros((height, width), np.uint8)
    outline = np.vstack([lower, [[lower[-1, 0], middle], [lower[0, 0], middle]]])
    cv2.fillPoly(shape, [np.round(outline).astype(np.int32)], 1)
    shape[: height // 2] = shape[-1:] = shape[:, :1] = shape[:, -1:] = 0
    inside = cv2.distanceTransform(shape, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    share = np.clip(inside / (FEATHER * min(width, height / 2)), 0, 1)
    soft = share * share * (3 - 2 * share)
    return np.asarray(np.round(soft * 255), np.uint8)
