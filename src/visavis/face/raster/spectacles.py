"""Spectacles: a layer over everything that the pose moves, and neither brows nor lids."""

from __future__ import annotations

import numpy as np

from visavis.face.raster.boxes import fill_boxes
from visavis.face.raster.jit import kernel
from visavis.face.raster.vertices import turned


@kernel
def are_worn(avatar):
    return avatar.spectacles.triangles.shape[0] > 0


@kernel
def place_spectacles(avatar, canvas, turn):
    """Fill `worn` with where they are now."""
    layer, worn = avatar.spectacles, canvas.worn
    reach = np.float32(4 * (avatar.width + avatar.height))
    for i in range(worn.shape[0]):
        x, y = turned(avatar.mesh, turn, layer.rest[i, 0], layer.rest[i, 1], layer.relief[i], np.float32(1))
        worn[i, 0] = min(max(x, -reach), reach)
        worn[i, 1] = min(max(y, -reach), reach)


@kernel
def spectacles_moved(canvas, limit):
    """Whether they are more than `limit` px from where they were drawn."""
    for i in range(canvas.worn.shape[0]):
        if abs(canvas.worn[i, 0] - canvas.held_worn[i, 0]) > limit:
            return True
        if abs(canvas.worn[i, 1] - canvas.held_worn[i, 1]) > limit:
            return True
    return False


@kernel
def draw_spectacles(avatar, canvas):
    fill_boxes(avatar, canvas, canvas.worn, avatar.spectacles.source, avatar.spectacles.triangles)
    for i in range(canvas.worn.shape[0]):
        canvas.held_worn[i, 0], canvas.held_worn[i, 1] = canvas.worn[i, 0], canvas.worn[i, 1]
