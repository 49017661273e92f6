"""Spectacles and earrings."""

from __future__ import annotations

import math

from visavis.face.sculpt.design import EARRINGS, GLASSES
from visavis.face.sculpt.field.jit import kernel
from visavis.face.sculpt.field.solids import ball, cone, step

_ROUND, _RECTANGLE = GLASSES.index("round"), GLASSES.index("rectangle")
_STUD = EARRINGS.index("stud")

HINGE_X, SIDE_X, SIDE_Z, EAR_X, EAR_Z = 0.525, 0.665, 0.34, 0.735, -0.15
"""The arms go round the temples to the ears."""


@kernel
def front_of_frame(ax):
    """z of the rims; they bend back at the sides."""
    return 0.775 - 0.20 * max(ax - 0.1, 0.0) ** 1.5


@kernel
def spectacles(x, y, z, p):
    ax = abs(x)
    middle, level = p.eye_distance + 0.012, p.eye_height - 0.025
    front = front_of_frame(ax)
    if p.glasses == _ROUND:
        q = math.sqrt(((ax - middle) / 1.02) ** 2 + ((y - level) / 0.97) ** 2) - 0.222
    elif p.glasses == _RECTANGLE:
        qx = max(abs(ax - middle) - 0.115, 0.0)
        qy = max(abs(y - level) - 0.055 - 0.10 * (y - level), 0.0)
        q = math.sqrt(qx * qx + qy * qy) - 0.112
    else:
        qx = max(abs(ax - middle) - 0.10, 0.0)
        qy = max(abs(y - level - 0.16 * (ax - middle)) - 0.04 - 0.25 * max(y - level, 0.0), 0.0)
        q = math.sqrt(qx * qx + qy * qy) - 0.118
    heavy = 1.0 - 0.25 * step(y, level - 0.10, level + 0.10)  # the upper half of the rim is broader
    rim = math.sqrt((q * heavy) ** 2 + (z - front) ** 2) - 0.0155
    bridge = cone(ax, y, z, 0.0, level + 0.07, 0.80, 0.075, level + 0.055, 0.775, 0.013, 0.013)
    hinge = cone(ax, y, z, HINGE_X, level + 0.075, 0.70, SIDE_X, level + 0.07, SIDE_Z, 0.016, 0.015)
    arm = cone(ax, y, z, SIDE_X, level + 0.07, SIDE_Z, EAR_X, 0.055, EAR_Z, 0.015, 0.014)
    return min(min(rim, bridge), min(hinge, arm)) * 0.9


@kernel
def earring(x, y, z, p):
    if p.earrings == _STUD:
        return ball(abs(x), y, z, 0.690, -0.262, -0.055, 0.036)
    hoop = math.sqrt((abs(x) - 0.70) ** 2 + (y + 0.37) ** 2) - 0.105
    return math.sqrt(hoop * hoop + (z + 0.05) ** 2) - 0.014
