"""The ray-marcher: what every pixel of a window sees."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import prange
from numpy.typing import NDArray

from visavis.face.sculpt.anatomy import Anatomy
from visavis.face.sculpt.field.jit import entry_point, kernel
from visavis.face.sculpt.field.scene import scene
from visavis.face.sculpt.field.solids import step

TILE_PX = 8
"""Pixels that start from a common distance, side of the square."""
NEAR, FAR = 1.05, 1.3
"""Rays run from this much in front of the origin to this much behind it."""
HIT, NEARLY_HIT = 0.0007, 0.006
CAUTION = 0.82
"""Share of the distance that a step takes, for distances may be a little too large."""


@entry_point
def march(
    camera: NDArray[Any],
    person: Anatomy,
    key: NDArray[Any],
    position: NDArray[Any],
    normal: NDArray[Any],
    material: NDArray[Any],
    shadow: NDArray[Any],
    ambience: NDArray[Any],
) -> None:
    """Fill the pictures (h, w[, 3]); `key` is the direction to the light that casts shadows.

    `camera`: units per px, distance of the eye, height of the eye, and x, y in px of the window's first
    pixel from the middle of the whole picture.
    """
    height, width = material.shape
    tiles_across, tiles_down = -(-width // TILE_PX), -(-height // TILE_PX)
    for tile in prange(tiles_across * tiles_down):
        p = person[0]
        row, column = tile // tiles_across * TILE_PX, tile % tiles_across * TILE_PX
        start = tile_start(camera, p, row, column)
        if start < 0.0:
            continue
        for j in range(row, min(row + TILE_PX, height)):
            for i in range(column, min(column + TILE_PX, width)):
                dx, dy, dz = ray(camera, i, j)
                t, kind = meet(camera, p, dx, dy, dz, start)
                if kind == 0:
                    continue
                x, y, z = dx * t, camera[2] + dy * t, camera[1] + dz * t
                nx, ny, nz = slope(x, y, z, p)
                material[j, i] = kind
                position[j, i, 0], position[j, i, 1], position[j, i, 2] = x, y, z
                normal[j, i, 0], normal[j, i, 1], normal[j, i, 2] = nx, ny, nz
                shadow[j, i] = lit(x, y, z, nx, ny, nz, key, p)
                ambience[j, i] = open_to_the_sky(x, y, z, nx, ny, nz, p)


@kernel
def ray(camera, i, j):
    dx, dy, dz = (camera[3] + i + 0.5) * camera[0], -(camera[4] + j + 0.5) * camera[0], -camera[1]
    inverse = 1.0 / math.sqrt(dx * dx + dy * dy + dz * dz)
    return dx * inverse, dy * inverse, dz * inverse


@kernel
def tile_start(camera, p, row, column):
    """How far all rays of a tile can go without meeting anything; -1 when they meet nothing at all."""
    dx, dy, dz = ray(camera, column + TILE_PX / 2 - 0.5, row + TILE_PX / 2 - 0.5)
    t = (camera[1] - NEAR) / -dz
    around = 0.75 * TILE_PX * camera[0] * 1.15
    for _ in range(120):
        d = scene(dx * t, camera[2] + dy * t, camera[1] + dz * t, p, True)[0]
        if d < 2.0 * around + 0.01:
            return t - around
        t += (d - around) * CAUTION
        if t > camera[1] + FAR:
            return -1.0
    return t - around


@kernel
def meet(camera, p, dx, dy, dz, start):
    """-> distance along the ray, material; material 0 when it meets nothing."""
    t, d, kind = start, 1.0, 0
    for _ in range(190):
        d, kind = scene(dx * t, camera[2] + dy * t, camera[1] + dz * t, p, True)
        if d < HIT:
            return t, kind
        t += d * CAUTION
        if t > camera[1] + FAR:
            break
    if d < NEARLY_HIT and t < camera[1] + FAR:
        return t, kind
    return t, 0


@kernel
def slope(x, y, z, p):
    e = 0.0016
    d1 = scene(x + e, y - e, z - e, p, True)[0]
    d2 = scene(x - e, y - e, z + e, p, True)[0]
    d3 = scene(x - e, y + e, z - e, p, True)[0]
    d4 = scene(x + e, y + e, z + e, p, True)[0]
    nx, ny, nz = d1 - d2 - d3 + d4, -d1 - d2 + d3 + d4, -d1 + d2 - d3 + d4
    inverse = 1.0 / (math.sqrt(nx * nx + ny * ny + nz * nz) + 1e-12)
    return nx * inverse, ny * inverse, nz * inverse


@kernel
def lit(x, y, z, nx, ny, nz, key, p):
    """0 in the key light's shadow, 1 out of it, soft between."""
    share, t = 1.0, 0.025
    x, y, z = x + nx * 0.012, y + ny * 0.012, z + nz * 0.012
    for _ in range(34):
        h = scene(x + key[0] * t, y + key[1] * t, z + key[2] * t, p, False)[0]
        share = min(share, 0.5 + 0.5 * h / (0.20 * t + 1e-4))
        if share < 0.0:
            break
        t += min(max(h, 0.02 + 0.045 * t), 0.17)
        if t > 1.7:
            break
    return step(share, 0.0, 1.0)


@kernel
def open_to_the_sky(x, y, z, nx, ny, nz, p):
    """Ambient occlusion: 1 in the open, 0 in a crease."""
    hidden, weight = 0.0, 1.0
    for s in range(1, 6):
        h = 0.012 + 0.034 * s
        hidden += (h - scene(x + nx * h, y + ny * h, z + nz * h, p, True)[0]) * weight
        weight *= 0.78
    return min(max(1.0 - 1.9 * hidden, 0.0), np.float64(1.0))
