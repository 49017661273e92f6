"""One ear, at the picture's right; the other is its mirror image."""

from __future__ import annotations

import math

from visavis.face.sculpt.field.jit import kernel
from visavis.face.sculpt.field.solids import cut, ellipsoid, join

OUT, BACK = 0.56, 0.83
"""The plane of the ear: about 34 degrees off the skull."""


@kernel
def ear(x, y, z, size):
    px, py, pz = x - 0.665, y + 0.03, z + 0.10
    u, w = px * OUT - pz * BACK, px * BACK + pz * OUT  # in the plane, and out of it
    v = py - 0.12 * u
    u -= 0.05 * size
    w += 1.1 * u * u
    wide = 1.0 + 0.55 * v
    uu, vv = u / (0.105 * size * wide), v / (0.185 * size)
    r = math.sqrt(uu * uu + vv * vv) + 1e-6
    shell = math.sqrt(max((r - 0.9) * 0.12, 0.0) ** 2 + (w + 0.008) ** 2) - 0.020
    rim = math.sqrt(((r - 0.92) * 0.13) ** 2 + (w - 0.012) ** 2) - 0.024
    d = join(shell, rim, 0.03)
    d = join(d, ellipsoid(u, v, w, -0.025, -0.165 * size, 0.004, 0.045, 0.05, 0.028), 0.04)  # lobe
    if uu > -0.2:
        inner = math.sqrt((uu + 0.15) ** 2 + (vv * 1.2) ** 2)
        d = join(d, math.sqrt(((inner - 0.55) * 0.11) ** 2 + (w - 0.004) ** 2) - 0.014, 0.025)
    d = cut(d, -ellipsoid(u, v, w, -0.035, -0.02, 0.03, 0.045, 0.07, 0.04), 0.03)
    return join(d, ellipsoid(u, v, w, -0.085, -0.03, 0.012, 0.022, 0.04, 0.022), 0.025)  # tragus
