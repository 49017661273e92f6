"""The turn of the head: hairs and colours know only the head that looks ahead."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from visavis.face.sculpt.field.scene import AXIS_Z, TURNS_BELOW, TURNS_FROM
from visavis.face.sculpt.smooth import step

Points = NDArray[np.floating]


def turned(points: Points, yaw: float) -> Points:
    """Points (n, 3) of the head that looks ahead, where they lie on the turned head."""
    if yaw == 0:
        return points
    turn = yaw * step(points[:, 1], TURNS_BELOW, TURNS_FROM)
    cos, sin = np.cos(turn), np.sin(turn)
    z = points[:, 2] - AXIS_Z
    return np.stack([cos * points[:, 0] + sin * z, points[:, 1], cos * z - sin * points[:, 0] + AXIS_Z], 1)


def looking_ahead(points: Points, yaw: float) -> Points:
    """The inverse of `turned`."""
    return turned(points, -yaw)
