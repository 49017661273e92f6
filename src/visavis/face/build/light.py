"""The light of the turned head, as the cells and the vertices of a rig take it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from visavis.face.avatar import CELL_PX, Floats, Light, no_light
from visavis.face.portrait import Plane, Portrait


def build_light(portrait: Portrait, points: NDArray[np.floating]) -> Light:
    """`points` (k, 2) px: where the vertices of the mesh lie in the picture."""
    light = portrait.turned_light
    if light is None:
        return no_light()
    corners = np.stack([_at_corners(side) for side in (light.left, light.right)])
    rows, columns = (np.nonzero(corners.any((0, axis)))[0] for axis in (2, 1))
    if not rows.size:
        return no_light()
    top, left = max(int(rows[0]) - 1, 0), max(int(columns[0]) - 1, 0)
    box = corners[:, top : rows[-1] + 2, left : columns[-1] + 2]
    return Light(
        corners=np.ascontiguousarray(box),
        box=np.array([left, top], np.int32),
        vertices=np.stack([_at_points(side, points) for side in corners]),
    )


def _at_corners(levels: Plane) -> Floats:
    """Means of the px round each corner of the cells."""
    half = CELL_PX // 2
    wider = cv2.copyMakeBorder(levels, half, half, half, half, cv2.BORDER_REPLICATE)
    size = (wider.shape[1] // CELL_PX, wider.shape[0] // CELL_PX)
    return np.asarray(cv2.resize(wider, size, interpolation=cv2.INTER_AREA), np.float32)


def _at_points(corners: Floats, points: NDArray[np.floating]) -> Floats:
    """As the cells have it there: no seam where triangles are drawn over them."""
    x, y = (points / CELL_PX).astype(np.float32).T
    seen = cv2.remap(corners, x[None], y[None], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(seen[0], np.float32)
