"""Value noise: chance numbers at the corners of a lattice, and smooth between."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import prange
from numpy.typing import NDArray

from visavis.face.sculpt.field.jit import entry_point, kernel

FAR_FROM_ZERO = np.float32(37.0)


@entry_point
def fill_noise(points: NDArray[Any], frequency: Any, seed: Any, values: NDArray[Any]) -> None:
    for k in prange(points.shape[0]):
        x = points[k, 0] * frequency + FAR_FROM_ZERO
        y = points[k, 1] * frequency + FAR_FROM_ZERO
        z = points[k, 2] * frequency + FAR_FROM_ZERO
        i, j, m = np.int64(math.floor(x)), np.int64(math.floor(y)), np.int64(math.floor(z))
        fx, fy, fz = smooth(x - i), smooth(y - j), smooth(z - m)
        total = 0.0
        for corner in range(8):
            a, b, c = corner & 1, corner >> 1 & 1, corner >> 2
            weight = (fx if a else 1 - fx) * (fy if b else 1 - fy) * (fz if c else 1 - fz)
            total += weight * chance(i + a, j + b, m + c, seed)
        values[k] = total


@kernel
def smooth(f):
    return f * f * (3 - 2 * f)


@kernel
def chance(i, j, k, seed):
    """-1..1 by the lattice point."""
    h = (i * 374761393 + j * 668265263 + k * 2147483647 + seed * 974711) & 0xFFFFFFFF
    h = ((h ^ (h >> 13)) * 1274126177) & 0xFFFFFFFF
    return ((h ^ (h >> 16)) & 0xFFFF) / 32768.0 - 1.0
