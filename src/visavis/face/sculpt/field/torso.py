"""Shoulders, chest and arms, which clothes are laid over."""

from __future__ import annotations

from visavis.face.sculpt.field.jit import kernel
from visavis.face.sculpt.field.solids import apart, cone, ellipsoid, join


@kernel
def torso(x, y, z, p):
    wide, ax = p.shoulder_width, apart(x, 0.004)
    d = ellipsoid(x, y, z, 0.0, -2.80, -0.27, 0.98 * wide, 1.22, 0.60)
    d = join(d, ellipsoid(ax, y, z, 1.12 * wide, -2.18, -0.32, 0.35, 0.40, 0.36), 0.36)
    d = join(d, cone(ax, y, z, 0.16, -1.22, -0.32, 1.06 * wide, -1.86, -0.33, 0.13, 0.20), 0.22)
    d = join(d, cone(ax, y, z, 1.20 * wide, -2.30, -0.32, 1.32 * wide, -4.6, -0.22, 0.29, 0.25), 0.16)
    d = join(d, ellipsoid(x, y, z, 0.0, -4.3, -0.27, 0.86 * wide, 1.9, 0.55), 0.35)
    # a cone at the base of the neck carries the collars
    return join(d, cone(x, y, z, 0.0, -1.28, -0.20, 0.0, -1.80, -0.19, 0.37, 0.47), 0.24)
