"""Shirts with a collar that folds over, and blazers with lapels."""

from __future__ import annotations

import math

from visavis.face.sculpt.field.jit import kernel
from visavis.face.sculpt.field.knitwear import NECK_Z, collar_ring, neck_opening
from visavis.face.sculpt.field.materials import BUTTON, GARMENT, SHIRT
from visavis.face.sculpt.field.solids import apart, cone, cut, ellipsoid, join, slab, step

BUTTONS_FROM, BUTTON_STEP = -1.80, 0.36
TIP_X, TIP_Y = 0.255, -1.66
"""Where the points of the collar end."""


@kernel
def shirt(body, x, y, z):
    """-> distance, material."""
    ax = apart(x, 0.0003)
    around = math.sqrt(x * x + (z - NECK_Z) ** 2)
    front = z > 0.0
    d = cut(body, -max(around - 0.40, -1.34 - 0.30 * (z - NECK_Z) - y), 0.03)
    gap = 0.030 + 0.30 * max(y + 1.66, 0.0)  # half the width that the open top button leaves
    if front and y > -1.70:
        d = cut(d, -max(ax - gap, -1.66 - y), 0.02)
    if front and y < -1.60:
        d -= 0.008 * (1.0 - step(abs(x), 0.045, 0.058))  # the placket
    d = min(d, collar(body, ax, y, z, around, gap))
    if front and abs(x) < 0.1:
        for k in range(4):
            at = BUTTONS_FROM - BUTTON_STEP * k
            if abs(y - at) < 0.1:
                chest = -0.27 + 0.60 * math.sqrt(max(1.0 - ((at + 2.80) / 1.22) ** 2, 0.0))
                button = ellipsoid(x, y, z, 0.0, at, chest + 0.020, 0.028, 0.028, 0.014)
                if button < d:
                    return button, BUTTON
    return d, GARMENT


@kernel
def collar(body, ax, y, z, around, gap):
    """A stand round the neck, and a leaf that falls from its upper edge onto the shoulders."""
    tilt = 0.36 * (z - NECK_Z)
    top = -1.165 - tilt
    stand = cut(abs(around - 0.405) - 0.014, slab(y + tilt, -1.32, 0.145), 0.015)
    laid = join(around - 0.432 - 0.10 * max(top - y, 0.0), body - 0.030, 0.06)
    leaf = abs(laid) - 0.015
    below = top - 0.21 - y  # above 0 below the leaf
    if z > 0.0:
        stand = max(stand, gap - ax)
        # from the button to the tip, and from the tip back to the shoulder
        inner = 0.035 + (TIP_X - 0.035) * (-1.36 - y) / (-1.36 - TIP_Y)
        leaf = cut(leaf, (max(inner, 0.03) - ax) * 0.8, 0.015)
        below = min(below, 9.0) if ax > 0.50 else TIP_Y + 1.05 * abs(ax - TIP_X) - y
    leaf = cut(leaf, max(y - top, below * 0.75), 0.018)
    return min(stand, leaf) * 0.8


@kernel
def blazer(body, x, y, z, over_tee):
    """-> distance, material: over a shirt, or over a tee."""
    ax = apart(x, 0.0003)
    around = math.sqrt(x * x + (z - NECK_Z) ** 2)
    if over_tee:
        under = cut(body, -neck_opening(x, y, z), 0.03)
        under, inner = join(under, collar_ring(x, y, z, 0.450, 0.036, -1.345, 0.36), 0.02), SHIRT
    else:
        under, inner = shirt(body, x, y, z)
        inner = SHIRT if inner == GARMENT else inner
    open_ = min(0.10 + 0.245 * max(y + 2.95, 0.0), 0.50 + 0.25 * (y + 1.35))  # half the width of the V
    coat = cut(body - 0.055, -max(ax - open_, -0.35 - z), 0.03)
    coat = cut(coat, -max(around - 0.46, -1.75 - y), 0.03)
    # the lapel widens upwards to its notch, above which the collar goes on
    wide = 0.06 + 0.17 * step(y, -2.9, -1.95) - 0.10 * step(y, -1.78, -1.70) + 0.10 * step(y, -1.74, -1.50)
    lapel = cut(body - 0.105, max(ax - open_ - wide, open_ - 0.012 - ax), 0.015)
    lapel = cut(lapel, -2.95 - y, 0.02)
    lapel = max(lapel, -0.30 - z)
    back = abs(around - 0.500 - 0.2 * max(-1.22 - y, 0.0)) - 0.032
    back = cut(back, slab(y + 0.28 * (z + 0.1), -1.32, 0.17), 0.03)
    back = max(back, (z + 0.02) * 0.8)
    coat = min(coat, min(lapel, back))
    if under < coat:
        return under * 0.9, inner
    button = cone(x, y, z, 0.035, -2.97, 0.45, 0.035, -2.97, 0.47, 0.04, 0.03)
    if button < coat:
        return button, BUTTON
    return coat * 0.9, GARMENT
