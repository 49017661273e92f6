"""Draws strands over a picture, hidden by what is nearer."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import prange
from numpy.typing import NDArray

from visavis.face.sculpt.field.jit import entry_point, kernel

BANDS = 8
"""Horizontal bands that are drawn at the same time; each draws all strands in order, so the result is one."""


@entry_point
def draw_strands(
    xy: NDArray[Any],
    distance: NDArray[Any],
    colour: NDArray[Any],
    width: NDArray[Any],
    label: NDArray[Any],
    picture: NDArray[Any],
    nearest: NDArray[Any],
    owner: NDArray[Any],
) -> None:
    """Lines xy (n, k, 2) in px at camera distances (n, k), with colours (n, k, 3) and widths (n,) in px.

    `picture` (h, w, 3) and the distance of what it shows, `nearest` (h, w), are drawn into; `owner` gets the
    label of the strand that is seen.
    """
    height = nearest.shape[0]
    for band in prange(BANDS):
        top, bottom = height * band // BANDS, height * (band + 1) // BANDS
        for i in range(distance.shape[0]):
            for j in range(distance.shape[1] - 1):
                low, high = min(xy[i, j, 1], xy[i, j + 1, 1]), max(xy[i, j, 1], xy[i, j + 1, 1])
                if high + width[i] >= top and low - width[i] <= bottom:
                    draw_piece(xy, distance, colour, width, label, picture, nearest, owner, i, j, top, bottom)


@kernel
def draw_piece(xy, distance, colour, width, label, picture, nearest, owner, i, j, top, bottom):
    """One piece of strand i; it tapers towards the strand's tip."""
    columns, pieces = nearest.shape[1], distance.shape[1] - 1
    x0, y0 = xy[i, j, 0], xy[i, j, 1]
    dx, dy = xy[i, j + 1, 0] - x0, xy[i, j + 1, 1] - y0
    steps = int(max(abs(dx), abs(dy))) + 1
    wide = width[i] * (1.0 - 0.72 * max((j / pieces - 0.55) / 0.45, 0.0))
    steep = abs(dy) > abs(dx)
    for s in range(steps):
        f = s / steps
        x, y = x0 + dx * f, y0 + dy * f
        z = distance[i, j] + (distance[i, j + 1] - distance[i, j]) * f
        across = x if steep else y
        low = int(np.floor(across - wide * 0.5 + 0.5))
        high = max(int(np.floor(across + wide * 0.5 + 0.5)), low + 1)
        for c in range(low, high):
            px, py = (c, int(y)) if steep else (int(x), c)
            if px < 0 or py < top or px >= columns or py >= bottom or z >= nearest[py, px]:
                continue
            nearest[py, px] = z
            owner[py, px] = label[i]
            for channel in range(3):
                a, b = colour[i, j, channel], colour[i, j + 1, channel]
                picture[py, px, channel] = a + (b - a) * f
