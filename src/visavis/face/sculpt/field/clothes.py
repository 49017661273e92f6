"""What is worn: the garment by its name, and the headscarf."""

from __future__ import annotations

import math

from visavis.face.sculpt.design import GARMENTS
from visavis.face.sculpt.field.jit import kernel
from visavis.face.sculpt.field.knitwear import crew_neck, hoodie, turtleneck, v_neck
from visavis.face.sculpt.field.materials import GARMENT
from visavis.face.sculpt.field.solids import cut, ellipsoid, join, step
from visavis.face.sculpt.field.tailoring import blazer, shirt
from visavis.face.sculpt.field.torso import torso

_SHIRT, _BLAZER, _HOODIE = (GARMENTS.index(name) for name in ("shirt", "blazer", "hoodie"))
_TURTLENECK, _V_NECK, _TEE = (GARMENTS.index(name) for name in ("turtleneck", "v-neck", "blazer-tee"))


@kernel
def clothes(x, y, z, p):
    """-> distance, material."""
    body = torso(x, y, z, p)
    # folds from the arm pits and round the waist
    wander = 2.5 * math.sin(3.0 * x + 1.3)
    fold = 0.010 * math.sin(9.0 * y + 7.0 * abs(x) + wander)
    body += fold * step(abs(x), 0.35, 0.9) * step(y, -1.75, -2.3)
    body += 0.006 * math.sin(15.0 * x + 4.0 * y) * step(y, -2.3, -2.9)
    if p.garment == _SHIRT:
        return shirt(body, x, y, z)
    if p.garment == _BLAZER or p.garment == _TEE:
        return blazer(body, x, y, z, p.garment == _TEE)
    if p.garment == _HOODIE:
        return hoodie(body, x, y, z)
    if p.garment == _TURTLENECK:
        return turtleneck(body, x, y, z), GARMENT
    if p.garment == _V_NECK:
        return v_neck(body, x, y, z), GARMENT
    return crew_neck(body, x, y, z), GARMENT


@kernel
def headscarf(x, y, z, p):
    """A cap over the skull, wrapped under the chin, draped over the chest."""
    low = step(y, -0.62, -1.15)
    fold = 0.020 * math.sin(11.0 * (y + 0.75 * x) + 2.0 * math.sin(2.5 * x)) * low
    fold += 0.011 * math.sin(17.0 * (y - 0.9 * x) + 3.0 * math.sin(4.0 * x + 1.0)) * low
    fold += 0.008 * math.sin(19.0 * x + 9.0 * y + 6.0 * z) * step(y, 0.7, 0.1)
    cap = ellipsoid(x, y, z, 0.0, 0.38, -0.17, 0.815, 0.80, 0.90)
    cap = join(cap, ellipsoid(x, y, z, 0.0, -0.30, -0.08, 0.790, 0.86, 0.82), 0.35)
    wrap = ellipsoid(x, y, z, 0.0, -1.16, 0.06, 0.58, 0.34, 0.60)
    wrap = join(wrap, ellipsoid(x, y, z, 0.0, -2.20, -0.18, 1.10, 1.00, 0.68), 0.40)
    d = join(cap, wrap, 0.22) + fold
    # one end is laid over the other shoulder
    across = (y + 1.42) - 0.55 * x + 0.10 * math.sin(3.0 * x)
    d -= 0.030 * step(across, 0.03, -0.03) * step(y, -0.95, -1.10) * step(z, 0.0, 0.2)
    face = ellipsoid(x, y, z, 0.0, -0.135, 0.80, 0.600 * p.face_width, 0.790, 0.95)
    d = cut(d, -face, 0.05)
    # the band of the cap below shows at the forehead
    band = join(cut(abs(face) - 0.020, d - 0.03, 0.03), d, 0.02)
    return min(d, band) * 0.75
