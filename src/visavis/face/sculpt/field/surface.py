"""Points on the skin of the head, for hairs and for the curves of the rig."""

from __future__ import annotations

import math
from typing import Any

from numba import prange
from numpy.typing import NDArray

from visavis.face.sculpt.anatomy import Anatomy
from visavis.face.sculpt.field.head import head
from visavis.face.sculpt.field.jit import entry_point, kernel

E = 0.003


@entry_point
def to_skin(points: NDArray[Any], person: Anatomy, normals: NDArray[Any]) -> None:
    """Move points (n, 3) onto the nearest skin, in place, and fill the outward normals."""
    for k in prange(points.shape[0]):
        p = person[0]
        for _ in range(9):
            x, y, z = points[k, 0], points[k, 1], points[k, 2]
            d = head(x, y, z, p) * 0.9
            nx, ny, nz = skin_normal(x, y, z, p)
            points[k, 0], points[k, 1], points[k, 2] = x - nx * d, y - ny * d, z - nz * d
            normals[k, 0], normals[k, 1], normals[k, 2] = nx, ny, nz


@entry_point
def to_front(points: NDArray[Any], person: Anatomy, normals: NDArray[Any]) -> None:
    """Move points along z onto the front of the head; x and y stay exact."""
    for k in prange(points.shape[0]):
        p = person[0]
        x, y, z = points[k, 0], points[k, 1], 1.15
        for _ in range(60):
            d = head(x, y, z, p)
            if d < 0.0008:
                break
            z -= d * 0.8
        points[k, 2] = z
        normals[k, 0], normals[k, 1], normals[k, 2] = skin_normal(x, y, z, p)


@kernel
def skin_normal(x, y, z, p):
    nx = head(x + E, y, z, p) - head(x - E, y, z, p)
    ny = head(x, y + E, z, p) - head(x, y - E, z, p)
    nz = head(x, y, z + E, p) - head(x, y, z - E, p)
    inverse = 1.0 / (math.sqrt(nx * nx + ny * ny + nz * nz) + 1e-12)
    return nx * inverse, ny * inverse, nz * inverse
