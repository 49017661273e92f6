"""The light of the turned head, for the texels that it falls on."""

from __future__ import annotations

import numpy as np

from visavis.face.avatar import PAD_PX, Light, no_light
from visavis.face.portrait import Portrait
from visavis.face.proportions import LIGHT_PER_LEVEL, LIGHT_STEP_LEVELS, LIGHT_STEPS

_MOST = LIGHT_PER_LEVEL * LIGHT_STEP_LEVELS * LIGHT_STEPS


def build_light(portrait: Portrait, corner: tuple[int, int]) -> Light:
    """`corner`: where the picture's first pixel lies in the atlas. Light goes on in the picture's border."""
    if portrait.turned_light is None:
        return no_light()
    known = np.stack([portrait.turned_light.left, portrait.turned_light.right]) * LIGHT_PER_LEVEL
    known = np.pad(known, ((0, 0), (PAD_PX, PAD_PX), (PAD_PX, PAD_PX)), mode="edge")
    levels = np.clip(np.rint(known), -_MOST, _MOST).astype(np.int8)
    levels[:, [0, -1]] = levels[:, :, [0, -1]] = 0
    rows, columns = (np.nonzero(levels.any((0, axis)))[0] for axis in (2, 1))
    if not rows.size:
        return no_light()
    top, left = int(rows[0]) - 1, int(columns[0]) - 1
    lit = levels[:, top : rows[-1] + 2, left : columns[-1] + 2]
    first = [corner[0] - PAD_PX + left, corner[1] - PAD_PX + top]
    return Light(levels=np.ascontiguousarray(lit), corner=np.array(first, np.int32))
