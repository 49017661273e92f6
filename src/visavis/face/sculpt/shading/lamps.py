"""The lamps: a warm key from above left, a cool fill, two rims from behind, sky and floor."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from visavis.face.sculpt.camera import DISTANCE
from visavis.face.sculpt.smooth import unit

Vector = NDArray[np.float64]

KEY: Vector = unit(np.array([-0.52, 0.50, 0.69]))
FILL: Vector = unit(np.array([0.75, 0.10, 0.65]))
RIMS: tuple[Vector, ...] = (unit(np.array([0.78, 0.35, -0.52])), unit(np.array([-0.85, 0.30, -0.42])))
OVERHEAD: Vector = unit(np.array([0.05, 0.45, 0.90]))
"""Where the light of the sky comes from, for what hair lets through."""

KEY_LIGHT: Vector = np.array([1.0, 0.945, 0.865]) * 1.62
FILL_LIGHT: Vector = np.array([0.86, 0.92, 1.0]) * 0.22
RIM_LIGHT: Vector = np.array([1.0, 0.97, 0.93]) * 1.15
SKY_LIGHT: Vector = np.array([0.90, 0.95, 1.0]) * 0.24
FLOOR_LIGHT: Vector = np.array([0.62, 0.52, 0.45]) * 0.15


def towards_eye(points: NDArray[np.floating], axis_y: float) -> Vector:
    """(n, 3) unit vectors."""
    seen: Vector = unit(np.array([0, axis_y, DISTANCE]) - points)
    return seen
