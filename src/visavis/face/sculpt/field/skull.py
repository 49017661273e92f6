"""Skull, cheeks, jaw, neck and nose: the skin without lids, lips and ears."""

from __future__ import annotations

import math

from visavis.face.sculpt.field.jit import kernel
from visavis.face.sculpt.field.solids import apart, cone, cut, ellipsoid, join


@kernel
def skull(x, y, z, neck_y, p):
    """`neck_y` is y without the drop of the jaw, which the neck does not follow."""
    ax = apart(x, 0.006)
    wide, full = p.face_width, p.cheek_fullness
    below = 0.5 * (y - math.sqrt(y * y + 0.01))  # y below the eyes, 0 above, without a kink
    low = y + below * (1.0 / p.face_length - 1.0)  # the lower face is stretched
    d = ellipsoid(x, y, z, 0.0, 0.37, -0.13, 0.695 * p.head_width, 0.735 * p.head_height, 0.83)
    d = join(d, ellipsoid(x, low, z, 0.0, -0.20, 0.08, 0.585 * wide, 0.70, 0.615), 0.28)
    d = join(d, ellipsoid(ax, low, z, 0.40 * wide * p.cheekbone, -0.06, 0.33, 0.20, 0.17, 0.22), 0.20)
    smiling = (0.220 + 0.02 * p.smile) * full
    d = join(d, ellipsoid(ax, low, z, 0.315 * wide, -0.28, 0.385, 0.21 * full, 0.21 * full, smiling), 0.20)
    jaw_x, jaw_y = 0.345 * p.jaw_width * wide, -0.50 - p.jaw_low
    d = join(d, ellipsoid(ax, low, z, jaw_x, jaw_y, 0.06, 0.17, 0.19, 0.26), 0.28)
    chin_x, chin_z = 0.05 + 0.05 * p.chin_width, 0.44 + p.chin_out
    d = join(d, ellipsoid(ax, low, z, chin_x, -0.800, chin_z, 0.135 * p.chin_width, 0.125, 0.16), 0.24)
    d = join(d, ellipsoid(x, low, z, 0.0, -0.46, 0.49, 0.28, 0.22, 0.22), 0.14)  # muzzle
    return join(d, neck(x, neck_y, z, p), 0.15)


@kernel
def neck(x, y, z, p):
    ax, wide = apart(x, 0.006), p.neck_width
    d = cone(x, y, z, 0.0, -0.50, -0.20, 0.0, -1.85, -0.27, 0.335 * wide, 0.375 * wide)
    return join(d, cone(ax, y, z, 0.42, -0.42, -0.22, 0.10, -1.45, 0.03, 0.06, 0.055 * wide), 0.16)


@kernel
def sockets_and_brows(d, x, y, z, p):
    ax, ax_brow = apart(x, 0.0006), apart(x, 0.006)
    socket_x, socket_y = p.eye_distance - 0.01, p.eye_height + 0.015
    d = cut(d, -ellipsoid(ax, y, z, socket_x, socket_y, 0.815, 0.20, 0.125, 0.175), 0.15)
    deep = 0.10 + 0.02 * p.brow_ridge
    return join(d, ellipsoid(ax_brow, y, z, 0.24, p.eye_height + 0.225, 0.555, 0.20, 0.06, deep), 0.19)


@kernel
def nose(d, x, y, z, p):
    ax, wide = apart(x, 0.0006), p.nose_width
    tip_y, tip_z = -0.185 * p.nose_length, 0.80 + 0.035 * p.nose_out
    bridge_z = 0.610 + 0.035 * p.nose_bridge
    n = cone(x, y, z, 0.0, 0.13, bridge_z, 0.0, tip_y + 0.04, tip_z - 0.035, 0.052, 0.062 + 0.008 * wide)
    n = join(n, ellipsoid(x, y, z, 0.0, tip_y, tip_z, 0.080 * wide, 0.072, 0.078), 0.07)
    n = join(n, ellipsoid(ax, y, z, 0.092 * wide, tip_y - 0.030, tip_z - 0.105, 0.058, 0.050, 0.075), 0.045)
    septum = cone(x, y, z, 0.0, tip_y - 0.045, tip_z - 0.02, 0.0, tip_y - 0.085, tip_z - 0.12, 0.032, 0.03)
    n = join(n, septum, 0.03)
    d = join(d, n, 0.095)
    nostril_x, nostril_y = 0.050 * wide, tip_y - 0.078
    return cut(d, -ellipsoid(ax, y, z, nostril_x, nostril_y, tip_z - 0.055, 0.026 * wide, 0.022, 0.045), 0.03)
