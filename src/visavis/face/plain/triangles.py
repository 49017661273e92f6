"""Which pixels triangles cover, and what their corners' values come to there; many triangles at once."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from visavis.face.avatar import Integers

Numbers = NDArray[np.float64]
Indices = NDArray[np.int64]
Points = NDArray[np.floating[Any]]
"""(n, 2)."""

_FLAT = 1e-6
"""Twice the area of a triangle that covers nothing."""


class Cover(NamedTuple):
    """k pixels in painter's order: triangle by triangle, row by row. Neighbours share no pixel."""

    triangle: Indices
    x: Indices
    y: Indices


def cover(points: Points, triangles: Integers, width: int, height: int, slack: float = 0.0) -> Cover:
    """The pixels of a picture whose centres lie in a triangle, or by `slack` beside it."""
    corners = points[triangles]
    order = np.argsort(corners[:, :, 1], axis=1, kind="stable")
    (ax, ay), (bx, by), (cx, cy) = np.take_along_axis(corners, order[:, :, None], axis=1).transpose(1, 2, 0)
    top, bottom = _centres(ay - slack, cy + slack, height)
    area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
    of, y = ranges(top, np.where(np.abs(area) < _FLAT, top, bottom))
    middle = np.clip(y + 0.5, ay[of], cy[of])
    long = ax[of] + (middle - ay[of]) * _slope(cx - ax, cy - ay)[of]
    upper = ax[of] + (middle - ay[of]) * _slope(bx - ax, by - ay)[of]
    lower = bx[of] + (middle - by[of]) * _slope(cx - bx, cy - by)[of]
    short = np.where(middle < by[of], upper, lower)
    row, x = ranges(*_centres(np.minimum(long, short) - slack, np.maximum(long, short) + slack, width))
    return Cover(of[row], x, y[row])


def interpolated(points: Points, triangles: Integers, values: NDArray[Any], covered: Cover) -> Numbers:
    """(m, k): the vertices' `values` (n, m) at the centres of the covered pixels."""
    corners, ends = points[triangles], values[triangles].astype(np.float64)
    (px, py), (qx, qy) = (corners[:, 1:] - corners[:, :1]).transpose(1, 2, 0)
    area = px * qy - qx * py
    scale = 1 / np.where(np.abs(area) < _FLAT, np.inf, area)
    first, (p, q) = ends[:, 0].T, (ends[:, 1:] - ends[:, :1]).transpose(1, 2, 0)
    across, down = (p * qy - q * py) * scale, (q * px - p * qx) * scale
    start = first + across * (0.5 - corners[:, 0, 0]) + down * (0.5 - corners[:, 0, 1])
    of = covered.triangle
    return np.asarray(start[:, of] + across[:, of] * covered.x + down[:, of] * covered.y)


def ranges(first: Indices, end: Indices) -> tuple[Indices, Indices]:
    """All whole numbers of many half-open ranges, one range after the other: (its range, the number)."""
    counts = np.maximum(end - first, 0)
    of = np.repeat(np.arange(len(counts)), counts)
    return of, np.arange(len(of)) + np.repeat(first - np.cumsum(counts) + counts, counts)


def _centres(low: Numbers, high: Numbers, size: int) -> tuple[Indices, Indices]:
    """The pixels with low <= centre < high, as half-open ranges within the picture."""
    first, end = (np.ceil(np.clip(edge, 0, size) - 0.5).astype(np.int64) for edge in (low, high))
    return first, end


def _slope(across: Numbers, down: Numbers) -> Numbers:
    return np.divide(across, down, out=np.zeros_like(across), where=down > 0)
