"""What the light does to a head that turns: a share of what is known of the turned head, added to luma."""

from __future__ import annotations

import numpy as np

from visavis.face.avatar import CELL_PX, PAD_PX
from visavis.face.expression import Pose
from visavis.face.proportions import LIGHT_KNOWN_AT_RAD
from visavis.face.raster.grid import ONE
from visavis.face.raster.jit import kernel
from visavis.face.raster.simd import LEVEL

_YAW = int(Pose.YAW)
_CELL_BITS = 19
"""A cell of the picture, in the map's 16.16."""
_PER_CELL = np.float32(1 / (CELL_PX * ONE))


@kernel
def side_and_share(pose):
    """Which of the two turned heads, and how much of it."""
    yaw = pose[_YAW]
    return 1 if yaw > 0 else 0, np.float32(min(abs(yaw) / LIGHT_KNOWN_AT_RAD, 1.0))


@kernel
def light_nodes(avatar, canvas, pose):
    """Sample the light where the corners of the cells lie in the picture."""
    side, share = side_and_share(pose)
    known, lit = avatar.light.corners[side], canvas.grid_light
    grid_u, grid_v = canvas.grid_u, canvas.grid_v
    rows, columns = known.shape[0] - 1, known.shape[1] - 1
    if rows < 1 or columns < 1:
        return
    left = np.int32((avatar.light.box[0] << _CELL_BITS) + PAD_PX * ONE)
    top = np.int32((avatar.light.box[1] << _CELL_BITS) + PAD_PX * ONE)
    share *= np.float32(LEVEL)
    for j in range(lit.shape[0]):
        for i in range(lit.shape[1]):
            u, v = grid_u[j, i] - left, grid_v[j, i] - top
            x, y = u >> _CELL_BITS, v >> _CELL_BITS
            if x < 0 or x >= columns or y < 0 or y >= rows:
                lit[j, i] = 0
                continue
            across = np.float32(u - (x << _CELL_BITS)) * _PER_CELL
            down = np.float32(v - (y << _CELL_BITS)) * _PER_CELL
            above, below = known[y, x], known[y + 1, x]
            above += (known[y, x + 1] - above) * across
            below += (known[y + 1, x + 1] - below) * across
            lit[j, i] = np.int32((above + (below - above) * down) * share)


@kernel
def light_vertices(avatar, canvas, pose, patch):
    """The same at the vertices and the rim of a patch."""
    patches, light = avatar.patches, avatar.light.vertices
    if light.shape[1] == 0:
        return
    side, share = side_and_share(pose)
    for k in range(patches.vertex_start[patch], patches.vertex_start[patch + 1]):
        i = patches.vertices[k]
        canvas.vertex_light[i] = light[side, i] * share
    first = avatar.mesh.rest.shape[0]
    for i in range(first + patches.loop_start[patch], first + patches.loop_start[patch + 1]):
        canvas.vertex_light[i] = light[side, i] * share
