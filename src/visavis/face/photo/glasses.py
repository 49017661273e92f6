"""Whether the person in a photo wears glasses: dark frames cross the nose and the cheeks below the eyes.

Thin, pale or rimless ones are not noticed; they also show less when they bend.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from visavis.face.build.topology import EYES
from visavis.face.portrait import Picture

DARKER = 0.35
"""How much darker than the skin around it a frame is. Faces without glasses come to 0.14 on the nose and 0.26
below the eyes, dark frames to 0.47 and more (stock people and one photograph)."""
BRIDGE = (0.25, -0.45, 0.35)
"""Half width, top and bottom of what is looked at on the nose, in distances between the eyes."""
RIM = (0.30, 0.15, 1.0)
"""The same below each eye, in widths of the eye from the lower lid."""
BLUR = 0.03
"""Distances between the eyes, from inner corner to inner corner."""

Grey = NDArray[np.float32]


def wears_glasses(picture: Picture, points: NDArray[np.float64]) -> bool:
    """`points`: (478, 2) px of the picture."""
    right, left = EYES
    inner = points[[right.upper[-1], left.upper[0]]]
    apart = float(np.hypot(*(inner[1] - inner[0])))
    grey: Any = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    soft: Any = cv2.GaussianBlur(grey.astype(np.float32), (0, 0), max(BLUR * apart, 0.5))
    looked_at = [_strip(soft, inner.mean(0), apart, BRIDGE)]
    for eye in EYES:
        corners = points[[eye.upper[0], eye.upper[-1]]]
        below = np.array([corners[:, 0].mean(), points[eye.lower[4], 1]])
        looked_at.append(_strip(soft, below, float(np.hypot(*(corners[1] - corners[0]))), RIM))
    return all(_crossed(strip) > DARKER for strip in looked_at)


def _strip(grey: Grey, middle: NDArray[np.float64], unit: float, box: tuple[float, float, float]) -> Grey:
    half, top, bottom = (share * unit for share in box)
    x0, x1 = np.clip(np.array([middle[0] - half, middle[0] + half], int), 0, grey.shape[1])
    y0, y1 = np.clip(np.array([middle[1] + top, middle[1] + bottom], int), 0, grey.shape[0])
    return grey[y0:y1, x0:x1]


def _crossed(strip: Grey) -> float:
    """How dark the darkest pixel of a column is beside the column's middle one, in most columns."""
    if strip.size == 0:
        return 0.0
    skin = np.median(strip, axis=0)
    return float(np.median((skin - strip.min(0)) / max(float(np.median(skin)), 1.0)))
