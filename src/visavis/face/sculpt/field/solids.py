"""Simple solids, and ways to join them softly."""

from __future__ import annotations

import math

from visavis.face.sculpt.field.jit import kernel


@kernel
def join(a, b, soft):
    """Union; the seam is rounded over about `soft` units."""
    h = max(soft - abs(a - b), 0.0) / soft
    return min(a, b) - h * h * soft * 0.25


@kernel
def cut(a, b, soft):
    """Intersection, rounded; with -b it cuts b out of a."""
    h = max(soft - abs(a - b), 0.0) / soft
    return max(a, b) + h * h * soft * 0.25


@kernel
def step(x, low, high):
    """0 before `low`, 1 after `high`, smooth between; falls where low is above high."""
    t = min(max((x - low) / (high - low), 0.0), 1.0)
    return t * t * (3.0 - 2.0 * t)


@kernel
def bell(x, width):
    """1 at 0, nearly 0 beyond two widths."""
    g = x / width
    return math.exp(-g * g)


@kernel
def ellipsoid(x, y, z, cx, cy, cz, rx, ry, rz):
    x = (x - cx) / rx
    y = (y - cy) / ry
    z = (z - cz) / rz
    k0 = math.sqrt(x * x + y * y + z * z)
    x /= rx
    y /= ry
    z /= rz
    return k0 * (k0 - 1.0) / (math.sqrt(x * x + y * y + z * z) + 1e-9)


@kernel
def ball(x, y, z, cx, cy, cz, radius):
    return math.sqrt((x - cx) ** 2 + (y - cy) ** 2 + (z - cz) ** 2) - radius


@kernel
def cone(x, y, z, ax, ay, az, bx, by, bz, radius_a, radius_b):
    """Round cone from a to b."""
    dx, dy, dz = bx - ax, by - ay, bz - az
    px, py, pz = x - ax, y - ay, z - az
    h = min(max((px * dx + py * dy + pz * dz) / (dx * dx + dy * dy + dz * dz), 0.0), 1.0)
    away = math.sqrt((px - h * dx) ** 2 + (py - h * dy) ** 2 + (pz - h * dz) ** 2)
    return away - (radius_a + (radius_b - radius_a) * h)


@kernel
def slab(x, middle, half):
    return abs(x - middle) - half


@kernel
def apart(x, soft):
    """|x| without the crease in the middle of the face."""
    return math.sqrt(x * x + soft)
