"""The spectacles: a grid of triangles over what is to be seen of them, that only the pose moves."""

from __future__ import annotations

import numpy as np

from visavis.face.avatar import Spectacles
from visavis.face.build.atlas import Atlas
from visavis.face.build.mouth import scaled
from visavis.face.portrait import Portrait

STEP_512 = 10.0
"""Side of the grid's squares, px of the reference framing; squares with nothing in them are left out."""
LEAST_COVER = 4


def build_spectacles(portrait: Portrait, atlas: Atlas) -> Spectacles:
    """Without spectacles, a layer without triangles."""
    if portrait.spectacles is None:
        return _arrays([], [], [], np.zeros((0, 3)))
    cutout, depths = portrait.spectacles.cutout, portrait.spectacles.depths
    part = scaled(cutout.picture, cutout.matte, cutout.width, cutout.height)
    left, top = atlas.add(part.picture, part.matte)
    height, width = part.matte.shape
    columns = max(1, round(cutout.width / (STEP_512 * portrait.px_per_512)))
    rows = max(1, round(cutout.height / (STEP_512 * portrait.px_per_512)))
    across, down = np.meshgrid(np.linspace(0, 1, columns + 1), np.linspace(0, 1, rows + 1))
    share = np.stack([across.ravel(), down.ravel()], 1)
    rest = share * [cutout.width, cutout.height] + [cutout.x, cutout.y]
    triangles = []
    for row in range(rows):
        for column in range(columns):
            y = slice(row * height // rows, -(-(row + 1) * height // rows) + 1)
            x = slice(column * width // columns, -(-(column + 1) * width // columns) + 1)
            if part.matte[y, x].max() >= LEAST_COVER:
                a = row * (columns + 1) + column
                c = a + columns + 2
                triangles += [(a, a + 1, c), (a, c, c - 1)]
    relief = np.interp(rest[:, 0], depths[:, 0], depths[:, 1])
    return _arrays(rest, relief, share * [width, height] + [left, top], triangles)


def _arrays(rest: object, relief: object, source: object, triangles: object) -> Spectacles:
    return Spectacles(
        rest=np.asarray(rest, np.float32).reshape(-1, 2),
        relief=np.asarray(relief, np.float32),
        source=np.asarray(source, np.float32).reshape(-1, 2),
        triangles=np.asarray(triangles, np.int32).reshape(-1, 3),
    )
