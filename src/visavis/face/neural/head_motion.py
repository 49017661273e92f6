"""How the lower face has moved, read off the vertices that the rig has drawn."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from visavis.face.avatar import Avatar, Floats
from visavis.face.build.topology import LOWER_LIP_ROWS, POINTS, UPPER_LIP_ROWS
from visavis.face.neural.lower_face import LowerFace
from visavis.face.renderer import CONTROL_LIMIT

Affine = NDArray[np.float64]
"""(2, 3) from px of the frame at rest to px of the frame."""

FARTHEST = 4.0
"""A face never grows or shrinks, and is never sheared, by more than this."""


class HeadMotion:
    """Fits one affine map to what the pose alone does to the vertices under a patch, where it covers most.

    The pose turns them by their relief; the lower face is flat enough for the rest (a few degrees of turn).
    The inner rows of the lips are left out: the renderer moves them after it has added up the shapes.
    """

    def __init__(self, avatar: Avatar, face: LowerFace) -> None:
        rest = avatar.mesh.rest[:POINTS]
        cover = np.zeros(len(rest))
        for number, (x, y) in enumerate(np.round(rest - [face.x, face.y]).astype(int)):
            if 0 <= x < face.width and 0 <= y < face.height:
                cover[number] = face.cover[y, x] / 255
        cover[[number for rows in (UPPER_LIP_ROWS, LOWER_LIP_ROWS) for row in rows[:3] for number in row]] = 0
        self._numbers = np.flatnonzero(cover)
        self._weight = cover[self._numbers, None]
        self._rest = rest[self._numbers].astype(np.float64)
        self._shapes = avatar.mesh.shapes[:, self._numbers].astype(np.float64)

    def affine(self, vertices: Floats, controls: NDArray[np.float64]) -> Affine | None:
        """`vertices` as the renderer left them when it drew `controls`; None when there is no such map."""
        drawn = np.where(np.abs(controls) <= CONTROL_LIMIT, controls, 0.0)[: len(self._shapes)]
        shaped = self._rest + np.tensordot(drawn, self._shapes, axes=1)
        before = np.hstack([shaped, np.ones((len(shaped), 1))]) * self._weight
        fitted, *_ = np.linalg.lstsq(before, vertices[self._numbers] * self._weight, rcond=None)
        affine = np.asarray(fitted.T)
        if not np.isfinite(affine).all() or not 1 / FARTHEST < np.linalg.det(affine[:, :2]) < FARTHEST:
            return None
        return affine
