"""How the lower face has moved, read off the vertices that the rig has drawn."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from visavis.face.avatar import Avatar, Floats
from visavis.face.build.topology import LOWER_LIP_ROWS, POINTS, UPPER_LIP_ROWS
from visavis.face.neural.lower_face import LowerFace
from visavis.face.raster.renderer import CONTROL_LIMIT

Affine = NDArray[np.float64]
"""(2, 3) from px of the frame at rest to px of the frame."""

FARTHEST = 4.0
"""A face never grows or shrinks, and is never sheared, by more than this."""


class HeadMotion:
    """Fits one affine map to what the pose alone does to the vertices of the lower face.

    The pose turns them by their relief; the lower face is flat enough for the rest (a few degrees of turn).
    Lips are left out: the renderer moves them together after it has added up the shapes.
    """

    def __init__(self, avatar: Avatar, face: LowerFace) -> None:
        rest = avatar.mesh.rest[:POINTS]
        lips = [number for rows in (UPPER_LIP_ROWS, LOWER_LIP_ROWS) for row in rows for number in row]
        x, y = rest[:, 0] - face.x, rest[:, 1] - face.y
        lower = (x >= 0) & (x < face.width) & (y >= face.height / 2) & (y < face.height)
        lower[lips] = False
        self._numbers = np.flatnonzero(lower)
        self._rest = rest[self._numbers].astype(np.float64)
        self._shapes = avatar.mesh.shapes[:, self._numbers].astype(np.float64)

    def affine(self, vertices: Floats, controls: NDArray[np.float64]) -> Affine | None:
        """`vertices` as the renderer left them when it drew `controls`; None when there is no such map."""
        drawn = np.where(np.abs(controls) <= CONTROL_LIMIT, controls, 0.0)[: len(self._shapes)]
        shaped = self._rest + np.tensordot(drawn, self._shapes, axes=1)
        before = np.hstack([shaped, np.ones((len(shaped), 1))])
        fitted, *_ = np.linalg.lstsq(before, vertices[self._numbers].astype(np.float64), rcond=None)
        affine = np.asarray(fitted.T)
        if not np.isfinite(affine).all() or not 1 / FARTHEST < np.linalg.det(affine[:, :2]) < FARTHEST:
            return None
        return affine
