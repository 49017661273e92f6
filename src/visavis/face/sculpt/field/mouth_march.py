"""Teeth or tongue alone, without the lips that would hide them."""

from __future__ import annotations

import math
from typing import Any

from numba import prange
from numpy.typing import NDArray

from visavis.face.sculpt.anatomy import Anatomy
from visavis.face.sculpt.field.jit import entry_point, kernel
from visavis.face.sculpt.field.march import ray
from visavis.face.sculpt.field.mouth import tongue, upper_teeth

E = 0.002


@entry_point
def march_mouth(
    camera: NDArray[Any],
    person: Anatomy,
    of_teeth: bool,
    position: NDArray[Any],
    normal: NDArray[Any],
    hit: NDArray[Any],
) -> None:
    """Fill position and normal (h, w, 3) and hit (h, w), 1 where the part is."""
    for j in prange(hit.shape[0]):
        p = person[0]
        for i in range(hit.shape[1]):
            dx, dy, dz = ray(camera, i, j)
            t = (camera[1] - 0.9) / -dz
            for _ in range(90):
                x, y, z = dx * t, camera[2] + dy * t, camera[1] + dz * t
                d = part(x, y, z, of_teeth, p)
                if d < 0.0006:
                    hit[j, i] = 1
                    position[j, i, 0], position[j, i, 1], position[j, i, 2] = x, y, z
                    nx = part(x + E, y, z, of_teeth, p) - part(x - E, y, z, of_teeth, p)
                    ny = part(x, y + E, z, of_teeth, p) - part(x, y - E, z, of_teeth, p)
                    nz = part(x, y, z + E, of_teeth, p) - part(x, y, z - E, of_teeth, p)
                    inverse = 1.0 / (math.sqrt(nx * nx + ny * ny + nz * nz) + 1e-12)
                    normal[j, i, 0], normal[j, i, 1], normal[j, i, 2] = (
                        nx * inverse,
                        ny * inverse,
                        nz * inverse,
                    )
                    break
                t += d * 0.8
                if t > camera[1]:
                    break


@kernel
def part(x, y, z, of_teeth, p):
    return upper_teeth(x, y, z, p) if of_teeth else tongue(x, y, z, p)
