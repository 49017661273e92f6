"""Where the lips really meet, and whether they do: the landmarks alone are a few hundredths of the mouth's
width off, and lips that do not seal are the first thing that one sees.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from visavis.face.build.landmarks import INNER_LIP, put_lip, resample
from visavis.face.build.topology import LOWER_LIP_ROWS, MOUTH_CORNERS, UPPER_LIP_ROWS
from visavis.face.portrait import Picture

Points = NDArray[np.float64]

ACROSS, DOWN = 96, 64
"""Samples of the mouth, straightened: from corner to corner, from the upper lip's top to the lower's end."""
SEARCH = (0.15, 0.80)
"""Part of that height in which the line may lie."""
STEEPEST = 2
"""Rows that the line may change by from one column to the next."""
PULL = 0.4
"""How firmly the landmarks' own line holds on to it."""
TEETH_LIGHTER, TEETH_LESS_RED = 6.0, 5.0
"""From which difference to the lips, in L and a of CIE Lab (as 0..255), a pixel is of a tooth."""
CAVITY_DARKER = 0.42
"""L relative to the lips', below which a pixel is of the open mouth."""
OPEN_FROM = 0.25
"""Share of the opening that must be of teeth or cavity. Grins and open mouths: 0.47 and more; closed lips,
which have a dark line there and their own red: 0.08 and less."""
SMALLEST_GAP = 0.02
"""Mouth widths; landmarks of closed lips are no closer."""


def with_lip_line(picture: Picture, points: Points) -> Points:
    """The landmarks (478, 2), inner lips on the line where closed lips meet; open ones stay as they are."""
    if is_open(picture, points):
        return points
    line = _line(picture, points)
    sealed = points.copy()
    for rows in (UPPER_LIP_ROWS, LOWER_LIP_ROWS):
        put_lip(sealed, rows, line, points[list(rows[3])])
    return sealed


def is_open(picture: Picture, points: Points) -> bool:
    """Whether teeth or the mouth's inside show between the lips."""
    upper, lower = (points[list(rows[0])] for rows in (UPPER_LIP_ROWS, LOWER_LIP_ROWS))
    width = float(np.hypot(*np.diff(points[list(MOUTH_CORNERS)], axis=0)[0]))
    if np.hypot(*(lower[5] - upper[5])) < SMALLEST_GAP * width:
        return False
    outer = [points[list(rows[3])] for rows in (UPPER_LIP_ROWS, LOWER_LIP_ROWS)]
    opening = _filled(picture, np.vstack([upper, lower[-2:0:-1]]))
    mouth = _filled(picture, np.vstack([outer[0], outer[1][-2:0:-1]]))
    lips = mouth & ~np.asarray(cv2.dilate(opening.astype(np.uint8), np.ones((5, 5), np.uint8)), bool)
    if not opening.any() or not lips.any():
        return False
    lab: Any = cv2.cvtColor(picture, cv2.COLOR_BGR2LAB).astype(np.float32)
    light, red = np.median(lab[lips, 0]), np.median(lab[lips, 1])
    teeth = (lab[..., 0] > light + TEETH_LIGHTER) & (lab[..., 1] < red - TEETH_LESS_RED)
    cavity = lab[..., 0] < CAVITY_DARKER * light
    return float(((teeth | cavity) & opening).sum() / opening.sum()) > OPEN_FROM


def _filled(picture: Picture, outline: Points) -> NDArray[np.bool_]:
    mask = np.zeros(picture.shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.round(outline).astype(np.int32)], 1)
    return mask.astype(bool)


def _line(picture: Picture, points: Points) -> Points:
    """(11, 2): the darkest smooth line from corner to corner."""
    along = np.linspace(0, 1, ACROSS)
    top, bottom = (resample(points[list(rows[3])], along) for rows in (UPPER_LIP_ROWS, LOWER_LIP_ROWS))
    middle = (points[list(UPPER_LIP_ROWS[0])] + points[list(LOWER_LIP_ROWS[0])]) / 2
    middle[[0, -1]] = points[list(MOUTH_CORNERS)]
    share = np.linspace(0, 1, DOWN)[:, None, None]
    place = (top * (1 - share) + bottom * share).astype(np.float32)
    grey = cv2.GaussianBlur(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), (0, 0), 1.0)
    seen: Any = cv2.remap(grey, place[..., 0], place[..., 1], cv2.INTER_LINEAR).astype(np.float64)
    depth = _depth(seen)
    guess = resample(middle, along)
    height = np.maximum(bottom[:, 1] - top[:, 1], 1e-6)
    guessed = np.clip((guess[:, 1] - top[:, 1]) / height, *SEARCH) * (DOWN - 1)
    strayed = np.abs(np.arange(DOWN)[:, None] - guessed) / DOWN
    row = _cheapest_path(PULL * strayed - depth, guessed)
    smooth = np.convolve(np.pad(row, 4, mode="edge"), np.ones(9) / 9, mode="valid") / (DOWN - 1)
    line = top * (1 - smooth[:, None]) + bottom * smooth[:, None]
    return resample(line, INNER_LIP)


def _depth(seen: Points) -> Points:
    """0..1: how much darker a place is than what lies above it, and than what lies below. Where a moustache
    ends or a shadow begins only one of them is lighter.
    """
    reach = DOWN // 12
    near: Any = cv2.blur(seen, (3, 2 * (reach // 2) + 1))
    above, below = np.roll(near, reach, axis=0), np.roll(near, -reach, axis=0)
    depth = np.clip(np.minimum(above, below) - seen, 0, None)
    return np.asarray(depth / (depth.max() + 1e-6))


def _cheapest_path(cost: Points, guessed: Points) -> Points:
    """(columns,) the row of each column, found by dynamic programming; it begins and ends where guessed."""
    low, high = (round(edge * (DOWN - 1)) for edge in SEARCH)
    cost = cost.copy()
    cost[:low], cost[high + 1 :] = 1e3, 1e3
    total, came = cost.copy(), np.zeros(cost.shape, int)
    total[:, 0] += np.abs(np.arange(DOWN) - guessed[0])
    for column in range(1, ACROSS):
        before = total[:, column - 1]
        steps = np.stack(
            [np.roll(before, step) + 0.02 * abs(step) for step in range(-STEEPEST, STEEPEST + 1)]
        )
        best = steps.argmin(0)
        came[:, column] = np.arange(DOWN) - (best - STEEPEST)
        total[:, column] += steps.min(0)
    row = int(np.argmin(total[:, -1] + np.abs(np.arange(DOWN) - guessed[-1])))
    path = np.empty(ACROSS)
    for column in range(ACROSS - 1, -1, -1):
        path[column] = row
        row = int(np.clip(came[row, column], 0, DOWN - 1))
    return path
