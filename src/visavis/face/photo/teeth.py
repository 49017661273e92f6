"""The photo's own teeth, cut out, for a mouth that shows them."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from visavis.face.build.topology import LOWER_LIP_ROWS, MOUTH_CORNERS, UPPER_LIP_ROWS
from visavis.face.portrait import Cutout, Picture

LEAST_GAP = 0.06
"""Mouth widths between the lips; a narrower view of teeth is not worth having."""
LEAST_SHARE = 0.25
"""Of the opening that must be teeth."""
PALE, PALEST = 0.45, 0.28
"""Teeth have at most this saturation, in the shade or the light; lips, gums and tongue mostly have more."""
BRIGHT = 0.55
"""Teeth are at least this bright, relative to the brightest tenth of the opening."""
BELOW_GUMS_PX = 3
"""So far below the top of what is surely teeth the colour is theirs alone."""
UNDER_THE_LIP = 0.10
"""How far the teeth are continued upwards, in mouth widths: the raised lip bares that much more."""


def own_teeth(picture: Picture, points: NDArray[np.float64]) -> Cutout | None:
    """Where they lie in the picture; None when it hardly shows any. `points`: (478, 2), lips as they are."""
    upper, lower = (points[list(rows[0])] for rows in (UPPER_LIP_ROWS, LOWER_LIP_ROWS))
    right, left = points[list(MOUTH_CORNERS)]
    width = float(np.hypot(*(left - right)))
    if np.hypot(*(lower[5] - upper[5])) < LEAST_GAP * width:
        return None
    outline = np.vstack([upper, lower[-2:0:-1]])
    rise = int(np.ceil(UNDER_THE_LIP * width))
    x0, y0 = np.floor(outline.min(0) - [4, rise + 4]).astype(int)
    x1, y1 = np.ceil(outline.max(0) + 4).astype(int)
    part = np.ascontiguousarray(picture[y0:y1, x0:x1])
    opening = np.zeros(part.shape[:2], np.uint8)
    cv2.fillPoly(opening, [np.round(outline - [x0, y0]).astype(np.int32)], 1)
    seen = opening.astype(bool)
    teeth = _teeth(part, seen, PALE)
    if teeth.sum() < LEAST_SHARE * seen.sum():
        return None
    core = _teeth(part, seen, PALEST)
    picture, matte = _continued(part, teeth, core, rise)
    return Cutout(picture, matte, float(x0), float(y0), float(x1 - x0), float(y1 - y0))


def _teeth(part: Picture, seen: NDArray[np.bool_], pale: float) -> NDArray[np.bool_]:
    hsv: Any = cv2.cvtColor(cv2.GaussianBlur(part, (0, 0), 1.0), cv2.COLOR_BGR2HSV)
    saturation, value = hsv[..., 1] / 255, hsv[..., 2].astype(float)
    bright = np.percentile(value[seen], 90) if seen.any() else 255.0
    teeth = seen & (saturation < pale) & (value > BRIGHT * bright)
    closed: Any = cv2.morphologyEx(teeth.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    return np.asarray(closed.astype(bool) & seen)


def _continued(
    part: Picture, teeth: NDArray[np.bool_], core: NDArray[np.bool_], rise: int
) -> tuple[Picture, NDArray[np.uint8]]:
    """Their colours carried upwards under the lip, and a soft matte.

    Every column goes on in the colour that it has below the gums; painted in from all around, teeth would
    fade into the red of the lip. That is left to those at the sides, in the shade.
    """
    inner = cv2.erode(teeth.astype(np.uint8), np.ones((3, 3), np.uint8))
    grown: Any = cv2.dilate(inner, np.ones((5, 3), np.uint8))
    # upwards only: below, the teeth end where they end
    column = np.zeros((2 * rise + 1, 1), np.uint8)
    column[:rise] = 1  # in a dilation the kernel is looked at upside down
    up: Any = cv2.dilate(inner, column[::-1])
    first = np.minimum(core.argmax(axis=0) + BELOW_GUMS_PX, len(part) - 1)
    below_gums: Any = cv2.GaussianBlur(part[first, np.arange(part.shape[1])][None], (0, 0), 1.5)
    above = (np.arange(len(part))[:, None] < first) & core.any(axis=0)
    risen = np.where(above[..., None], below_gums, part)
    filled: Any = cv2.inpaint(risen, (1 - inner) & (up | grown) & ~above, 3, cv2.INPAINT_TELEA)
    matte: Any = cv2.GaussianBlur(np.maximum(up, inner).astype(np.float32), (0, 0), 1.5)
    return np.asarray(filled, np.uint8), np.clip(matte * 255 + 0.5, 0, 255).astype(np.uint8)
