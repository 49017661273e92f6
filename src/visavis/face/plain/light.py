"""The light of a head that turns, in the renderer's own texture (see `face.light`)."""

from __future__ import annotations

import numpy as np

from visavis.face.avatar import Light, QuadTexels
from visavis.face.proportions import LIGHT_PER_LEVEL, LIGHT_STEPS

_PARTS = LIGHT_PER_LEVEL * LIGHT_STEPS


def compose_light(neutral: QuadTexels, row: int, light: Light, step: int, lit: QuadTexels) -> None:
    """As `visavis.face.light.Compose`."""
    levels = light.levels[int(step > 0)].astype(np.int32) * abs(step)
    (left, top), (rows, columns) = light.corner, levels.shape
    box = np.s_[top : top + rows, left : left + columns]
    luma = (neutral.reshape(-1, row)[box] & 255).astype(np.int32) + (levels + _PARTS // 2) // _PARTS
    p = np.clip(luma, 0, 255).astype(np.uint32)
    quads = p[:-1, :-1] | p[:-1, 1:] << 8 | p[1:, :-1] << 16 | p[1:, 1:] << 24
    lit.reshape(-1, row)[box][:-1, :-1] = quads
