"""The landmarks by the names that people see, and corrections to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from visavis.contract.avatar_build import Point
from visavis.face.build.topology import (
    LEFT_EYE_POINTS,
    LOWER_LIP_ROWS,
    NOSE_BASE,
    NOSE_BRIDGE,
    NOSE_TIP,
    OVAL,
    RIGHT_EYE_POINTS,
    UPPER_LIP_ROWS,
)

Points = NDArray[np.float64]

GROUPS: dict[str, tuple[int, ...]] = {
    "oval": OVAL,
    "lipsOuterUpper": UPPER_LIP_ROWS[3],
    "lipsInnerUpper": UPPER_LIP_ROWS[0],
    "lipsInnerLower": LOWER_LIP_ROWS[0],
    "lipsOuterLower": LOWER_LIP_ROWS[3],
    "rightLidUpper": RIGHT_EYE_POINTS.upper,
    "rightLidLower": RIGHT_EYE_POINTS.lower,
    "leftLidUpper": LEFT_EYE_POINTS.upper,
    "leftLidLower": LEFT_EYE_POINTS.lower,
    "rightIris": RIGHT_EYE_POINTS.iris,
    "leftIris": LEFT_EYE_POINTS.iris,
    "rightBrow": RIGHT_EYE_POINTS.brow,
    "leftBrow": LEFT_EYE_POINTS.brow,
    "nose": (NOSE_BRIDGE, NOSE_TIP, NOSE_BASE),
}
LIDS = {"rightLidUpper", "rightLidLower", "leftLidUpper", "leftLidLower"}
INNER_LIPS = {"lipsInnerUpper", "lipsInnerLower"}

REACH = 0.06
"""How far a correction takes its neighbours along, in heights of the face."""


def named(points: Points, width: int, height: int) -> dict[str, tuple[Point, ...]]:
    """From px of a photo of this size to its shares."""
    shares = points[:, :2] / [width, height]
    return {
        name: tuple((round(float(x), 5), round(float(y), 5)) for x, y in shares[list(numbers)])
        for name, numbers in GROUPS.items()
    }


def corrected(points: Points, corrections: Mapping[str, Sequence[Point]], width: int, height: int) -> Points:
    """(478, 3) px: the groups that are given, exactly; what is near them goes along."""
    if not corrections:
        return points
    known = {
        number: np.array(place) * [width, height]
        for name, places in corrections.items()
        for number, place in zip(GROUPS[name], places, strict=True)
    }
    numbers = np.array(list(known))
    moved = np.array(list(known.values())) - points[numbers, :2]
    reach = REACH * float(np.ptp(points[list(OVAL), 1]))
    shown = {number for group in GROUPS.values() for number in group}
    others = [number for number in range(len(points)) if number not in shown]
    away = np.linalg.norm(points[others, None, :2] - points[None, numbers, :2], axis=2) / reach
    pull = np.exp(-(away**2))
    fixed = points.copy()
    fixed[others, :2] += (pull @ moved) / np.maximum(pull.sum(1), 1.0)[:, None]
    fixed[numbers, :2] += moved
    return fixed
