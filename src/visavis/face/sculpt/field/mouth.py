"""What lies in an open mouth: two rows of teeth on their arch, and the tongue."""

from __future__ import annotations

import math

from visavis.face.sculpt.field.jit import kernel
from visavis.face.sculpt.field.solids import bell, cut, ellipsoid, slab

TOOTH = 0.062
"""Width of the upper teeth, units."""


@kernel
def arch(x):
    """How far in front the middle of the upper row lies."""
    return 0.615 - 1.55 * x * x


@kernel
def upper_teeth(x, y, z, p):
    width, line = p.mouth_width, p.mouth_height
    in_tooth = (abs(x) + 0.35 * x * x) / TOOTH  # a gap in the middle; the row turns away at the sides
    in_tooth = abs(in_tooth - math.floor(in_tooth) - 0.5)
    gap = bell(0.5 - in_tooth, 0.09)  # 1 in the gap between two teeth
    d = max(slab(z, arch(x) - 0.012 * gap, 0.035), slab(y, line + 0.035, 0.075))
    d = cut(d, abs(x) - width * 0.95, 0.03)
    # every tooth ends round, and the row rises towards the sides
    end = line - 0.030 + 0.010 * gap + 0.55 * x * x
    return cut(d, end - y, 0.012) * 0.7


@kernel
def lower_teeth(x, y, z, p):
    middle = p.mouth_height - 0.085 - 0.19 * p.mouth_open
    d = max(slab(z, arch(x) - 0.05, 0.03), slab(y, middle, 0.045))
    return cut(d, abs(x) - p.mouth_width * 0.72, 0.03) * 0.8


@kernel
def teeth(x, y, z, p):
    return min(upper_teeth(x, y, z, p), lower_teeth(x, y, z, p))


@kernel
def tongue(x, y, z, p):
    middle = p.mouth_height - 0.060 - 0.155 * p.mouth_open
    return ellipsoid(x, y, z, 0.0, middle, 0.42, 0.160, 0.080, 0.19) + 0.010 * bell(x, 0.02)
