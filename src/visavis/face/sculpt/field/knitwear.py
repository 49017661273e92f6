"""What is pulled over the head: crew neck, V-neck, turtleneck, hoodie."""

from __future__ import annotations

import math

from visavis.face.sculpt.field.jit import kernel
from visavis.face.sculpt.field.materials import CORD, GARMENT, SHIRT
from visavis.face.sculpt.field.solids import apart, cone, cut, join, slab, step

NECK_Z = -0.19
"""The axis of the neck, which collars lie round."""


@kernel
def collar_ring(x, y, z, radius, thick, base, slope):
    """A tilted ring round the neck, lower in front."""
    rz = math.sqrt(x * x + (z - NECK_Z) ** 2)
    return math.sqrt((rz - radius) ** 2 + ((y - base + slope * (z - NECK_Z)) * 0.55) ** 2) - thick


@kernel
def neck_opening(x, y, z):
    around = math.sqrt(x * x + (z - NECK_Z) ** 2)
    return max(around - 0.43, (-1.36 - 0.36 * (z - NECK_Z)) - y)


@kernel
def crew_neck(body, x, y, z):
    d = cut(body, -neck_opening(x, y, z), 0.03)
    rib = 0.0036 * math.sin(46.0 * math.atan2(x, z - NECK_Z))
    return join(d, collar_ring(x, y, z, 0.455, 0.050 + rib, -1.330, 0.36), 0.020)


@kernel
def v_neck(body, x, y, z):
    ax = apart(x, 0.0003)
    edge_y = -1.36 - (0.55 - ax) * 1.35
    d = cut(body, -max(max(edge_y - y, ax - 0.52), -0.25 - z), 0.03)
    d = cut(d, -neck_opening(x, y, z), 0.03)
    edge = cut(body - 0.020, abs(y - edge_y) * 0.6 - 0.030, 0.02)
    return join(d, max(edge, max(ax - 0.60, -z - 0.2)), 0.02)


@kernel
def turtleneck(body, x, y, z):
    around = math.sqrt(x * x + (z - NECK_Z) ** 2)
    rib = 0.007 * math.sin(44.0 * math.atan2(x, z - NECK_Z))
    tube = abs(around - 0.430 + 0.10 * (y + 1.22)) - 0.035
    tube = cut(tube, slab(y + 0.20 * z, -1.23, 0.20), 0.05) + rib
    fold = abs(around - 0.470 + 0.05 * (y + 1.2)) - 0.030
    fold = cut(fold, slab(y + 0.20 * z, -1.17, 0.12), 0.05) + rib
    return join(join(body, tube, 0.09), fold, 0.035)


@kernel
def hoodie(body, x, y, z):
    """-> distance, material: a shirt shows in the neck, two cords hang down."""
    ax = apart(x, 0.0003)
    around = math.sqrt(x * x + (z - NECK_Z) ** 2)
    angle = math.atan2(x, z - NECK_Z)
    opening = neck_opening(x, y, z)
    d = cut(body - 0.03, -opening, 0.04)
    back = step(z, 0.25, -0.40)
    high = y + 1.36 + 0.40 * (z - NECK_Z) - 0.04 * back
    hood = math.sqrt((around - 0.50 - 0.07 * back) ** 2 + (high * (0.75 - 0.22 * back)) ** 2)
    hood -= 0.078 + 0.045 * back + 0.008 * math.sin(9.0 * angle + 6.0 * y)
    d = join(d, hood, 0.05)
    shirt = min(collar_ring(x, y, z, 0.425, 0.035, -1.36, 0.36), cut(body + 0.01, -opening - 0.02, 0.03))
    cord = cone(ax, y, z, 0.13, -1.62, 0.36, 0.15, -2.20, 0.345, 0.016, 0.016)
    cord = min(cord, cone(ax, y, z, 0.15, -2.20, 0.345, 0.152, -2.30, 0.345, 0.022, 0.022))
    if cord < d and cord < shirt:
        return cord, CORD
    if shirt < d:
        return shirt, SHIRT
    return d, GARMENT
