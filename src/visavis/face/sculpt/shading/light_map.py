"""Light maps: how much light comes through hair, from one direction."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from visavis.face.sculpt.smooth import unit

Points = NDArray[np.floating]

SIDE_UNITS = 6.0
CHUNK = 1024
"""Points that are looked up in one row."""
FAR = -9.0


class LightMap:
    """How near the light the first of the given points lies, on a grid across the light's direction."""

    def __init__(self, points: Points, direction: NDArray[np.float64], cell: float, soften: float) -> None:
        """`cell` in units; `soften` in cells."""
        self._direction = direction
        self._across = unit(np.cross(direction, np.array([0.0, 1.0, 0.1])))
        self._along = np.cross(direction, self._across)
        self._cell, self._side = cell, int(SIDE_UNITS / cell)
        nearest = np.full((self._side, self._side), FAR, np.float32)
        i, j = (np.clip(at, 0, self._side - 1).astype(int) for at in self._place(points))
        np.maximum.at(nearest, (j, i), (points @ direction).astype(np.float32))
        known = (nearest > FAR + 1).astype(np.float32)
        total: Any = cv2.GaussianBlur(np.where(known > 0, nearest, 0), (0, 0), soften)
        weight: Any = cv2.GaussianBlur(known, (0, 0), soften)
        self._first = np.where(weight > 0.02, total / np.maximum(weight, 1e-6), FAR).astype(np.float32)
        self._cover = np.clip(weight * 1.15, 0, 1).astype(np.float32)

    def reaches(self, points: Points, density: float, bias: float) -> NDArray[np.float64]:
        """(n,) 0..1 of the light; points less than `bias` units behind the first are in full light."""
        count = len(points)
        i, j = (
            np.pad(at.astype(np.float32), (0, -count % CHUNK)).reshape(-1, CHUNK) - np.float32(0.5)
            for at in self._place(points)
        )
        first = self._look_up(self._first, i, j, count)
        cover = self._look_up(self._cover, i, j, count)
        behind = np.maximum(first - points @ self._direction - bias, 0)
        return np.asarray(1 - cover * (1 - np.exp(-density * behind)))

    def _place(self, points: Points) -> tuple[Any, Any]:
        return (points @ self._across + 3.0) / self._cell, (points @ self._along + 4.0) / self._cell

    @staticmethod
    def _look_up(grid: Any, i: Any, j: Any, count: int) -> Any:
        rows = 32000  # OpenCV's limit
        parts = [
            cv2.remap(grid, i[at : at + rows], j[at : at + rows], cv2.INTER_LINEAR).reshape(-1)
            for at in range(0, len(i), rows)
        ]
        return np.concatenate(parts)[:count]
