"""How near to the camera every part of the canvas is: from the depth of the landmarks."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import LinearNDInterpolator

from visavis.face.build.topology import IRIS_POINTS_FROM, OVAL
from visavis.face.photo.canvas import HEIGHT, WIDTH
from visavis.face.portrait import Plane

COARSE = 8
"""Depth is smooth: it is computed in squares of this many px."""
DEPTH_TRUST = 0.85
"""The landmark network exaggerates the depth of a face a little."""
HEAD_BEHIND = 0.25
"""How far hair and ears lie behind the oval's edge, in widths of the face."""
HEAD_REACH = 1.6
"""Beyond this many radii of the oval nothing lies deeper."""


def relief(points: NDArray[np.float64]) -> Plane:
    """px towards the camera, 0 at the mean of the face's edge. `points`: (478, 3), z away from the camera."""
    face = points[:IRIS_POINTS_FROM]
    oval = points[list(OVAL)]
    edge = oval[:, 2].mean()
    centre, radius = oval[:, :2].mean(0), np.ptp(oval[:, :2], axis=0) / 2
    x, y = np.meshgrid(
        (np.arange(WIDTH // COARSE) + 0.5) * COARSE, (np.arange(HEIGHT // COARSE) + 0.5) * COARSE
    )
    inside = LinearNDInterpolator(face[:, :2], (edge - face[:, 2]) * DEPTH_TRUST)(x, y)
    away = np.hypot((x - centre[0]) / radius[0], (y - centre[1]) / radius[1])
    behind = -(np.clip(away, 1, HEAD_REACH) - 1) * HEAD_BEHIND * 2 * radius[0]
    around = behind + _rim(oval, edge, x, y) * np.clip((HEAD_REACH - away) / (HEAD_REACH - 1), 0, 1)
    depth = np.where(np.isnan(inside), around, inside).astype(np.float32)
    # the seam between the two is no edge of the head
    smooth: Any = cv2.GaussianBlur(depth, (0, 0), 1.5)
    return np.asarray(cv2.resize(smooth, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC), np.float32)


def _rim(
    oval: NDArray[np.float64], edge: float, x: NDArray[np.float64], y: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The relief of the oval, carried outwards: every place takes that of the oval in its direction."""
    centre = oval[:, :2].mean(0)
    angle = np.arctan2(*(oval[:, :2] - centre).T[::-1])
    order = np.argsort(angle)
    wanted = np.arctan2(y - centre[1], x - centre[0])
    values = (edge - oval[:, 2]) * DEPTH_TRUST
    return np.asarray(np.interp(wanted, angle[order], values[order], period=2 * np.pi))
