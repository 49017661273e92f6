"""The light of a head that turns, in the renderer's own texture (see `face.light`)."""

from __future__ import annotations

import numpy as np

from visavis.face.avatar import CELL_PX
from visavis.face.proportions import LIGHT_PER_LEVEL, LIGHT_STEPS
from visavis.face.raster.canvas import FAR
from visavis.face.raster.grid import ONE
from visavis.face.raster.jit import entry_point, kernel

_BITS = (LIGHT_PER_LEVEL * LIGHT_STEPS).bit_length() - 1
_HALF = 1 << (_BITS - 1)
_REACH_PX = 2 * CELL_PX
"""A cell whose corners all lie further from the light shows nothing of it, if it is not stretched to half."""


@entry_point
def compose_light(neutral, row, light, step, lit):
    """As `visavis.face.light.Compose`."""
    side, share = 1 if step > 0 else 0, np.int32(abs(step))
    rows, columns = light.levels.shape[1] - 1, light.levels.shape[2] - 1
    for j in range(rows):
        at = (light.corner[1] + j) * row + light.corner[0]
        texels, out = neutral[at : at + columns], lit[at : at + columns]
        above, below = light.levels[side, j], light.levels[side, j + 1]
        for i in range(columns):
            quad = texels[i]
            out[i] = (
                brighter(quad, above[i], share)
                | brighter(quad >> np.uint32(8), above[i + 1], share) << np.uint32(8)
                | brighter(quad >> np.uint32(16), below[i], share) << np.uint32(16)
                | brighter(quad >> np.uint32(24), below[i + 1], share) << np.uint32(24)
            )


@kernel
def brighter(texel, level, share):
    luma = np.int32(texel & np.uint32(255)) + ((np.int32(level) * share + np.int32(_HALF)) >> np.int32(_BITS))
    return np.uint32(min(max(luma, np.int32(0)), np.int32(255)))


@entry_point
def forget_lit_cells(avatar, canvas):
    """Let the next frame draw all cells that show a texel which light falls on."""
    held_u, held_v, corner = canvas.held_u, canvas.held_v, avatar.light.corner
    _, rows, columns = avatar.light.levels.shape
    left, top = (corner[0] - _REACH_PX) * ONE, (corner[1] - _REACH_PX) * ONE
    right, bottom = (corner[0] + columns + _REACH_PX) * ONE, (corner[1] + rows + _REACH_PX) * ONE
    for j in range(held_u.shape[0]):
        for i in range(held_u.shape[1]):
            u, v = held_u[j, i], held_v[j, i]
            if u > left and u < right and v > top and v < bottom:
                held_u[j, i] = FAR
