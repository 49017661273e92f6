"""Eyes that reach further out than the landmarks say, as drawn people's do: a blink must cover them."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from visavis.face.build.topology import EYES, EyePoints
from visavis.face.portrait import Picture

Points = NDArray[np.float64]

STEPS = 24
REACH = 0.30
"""How far beyond the outer corner is looked, in widths of the eye."""
BAND = 0.10
"""Half the height of what is looked at, in widths of the eye."""
CHEEK = 0.7
"""How far below the eye the skin is looked at, in widths of the eye: below rims and shadows."""
WHITE_SHARE = 0.12
"""Of that height which must be white for the eye to go on."""
LESS_WARM, LIGHTER = 0.62, 0.78
"""White has at most this much of the skin's colour (in CIE Lab), and at least this of its lightness."""


def with_whole_eyes(picture: Picture, points: Points) -> Points:
    """The landmarks (478, 2); lids and what lies round them stretched to where the white of the eye ends."""
    lab: Any = cv2.cvtColor(picture, cv2.COLOR_BGR2LAB).astype(np.float32)
    stretched = points.copy()
    for number, eye in enumerate(EYES):
        outer, inner = (eye.upper[0], eye.upper[-1]) if number == 0 else (eye.upper[-1], eye.upper[0])
        _stretch(stretched, eye, points[outer], points[inner], _white_beyond(lab, points, eye, outer, inner))
    return stretched


def _white_beyond(lab: Any, points: Points, eye: EyePoints, outer: int, inner: int) -> float:
    """How far the white goes on beyond the outer corner, in widths of the eye."""
    axis = points[outer] - points[inner]
    width = float(np.hypot(*axis))
    across = np.array([-axis[1], axis[0]]) / width
    cheek = points[eye.lower[4]] + [0, CHEEK * width]
    skin = np.median([_at(lab, cheek + axis * aside) for aside in np.linspace(-0.4, 0.4, 17)], axis=0)
    heights = np.linspace(-BAND, BAND, 15)[:, None] * width * across
    reached = 0.0
    for step in np.linspace(0, REACH, STEPS):
        seen = np.array([_at(lab, place) for place in points[outer] + axis * step + heights])
        white = (_warmth(seen, skin) < LESS_WARM) & (seen[:, 0] > LIGHTER * skin[0])
        if white.mean() < WHITE_SHARE:
            break
        reached = float(step)
    return reached


def _stretch(points: Points, eye: EyePoints, outer: Points, inner: Points, by: float) -> None:
    """The outer half of the eye goes along, and of what lies above and below it."""
    axis = outer - inner
    middle = (outer + inner) / 2
    for numbers, share in (((*eye.upper, *eye.lower, *eye.fold, *eye.below), 1.0), (eye.above_fold, 0.6)):
        rows = sorted(set(numbers))
        along = (points[rows] - middle) @ axis / (axis @ axis) * 2  # 1 at the outer corner
        points[rows] += np.clip(along, 0, 1.2)[:, None] * axis * by * share


def _at(lab: Any, place: Points) -> Any:
    height, width = lab.shape[:2]
    return lab[int(np.clip(place[1], 0, height - 1)), int(np.clip(place[0], 0, width - 1))]


def _warmth(colours: Any, skin: Any) -> Any:
    """1 is as far from grey as the skin, in its direction; blue is negative."""
    hue = skin[1:] - 128
    return (colours[:, 1:] - 128) @ hue / max(float(hue @ hue), 1.0)
