"""The whole person: distance and material of every point, as it is seen."""

from __future__ import annotations

import math

from visavis.face.sculpt.curves import lip_drop, lip_raise, mouth_line
from visavis.face.sculpt.field.clothes import clothes, headscarf
from visavis.face.sculpt.field.head import head
from visavis.face.sculpt.field.jit import kernel
from visavis.face.sculpt.field.lids import EYE_RADIUS, EYE_Z
from visavis.face.sculpt.field.materials import CAVITY, EYE, FRAME, METAL, SCARF, SKIN, TEETH, TONGUE
from visavis.face.sculpt.field.mouth import teeth, tongue
from visavis.face.sculpt.field.solids import ball, join, step
from visavis.face.sculpt.field.torso import torso
from visavis.face.sculpt.field.worn import earring, spectacles

BODY_UP = 0.16
"""The body is modelled this much too low."""
AXIS_Z = -0.15
TURNS_FROM, TURNS_BELOW = -0.95, -1.55
"""The head turns about an upright axis; the neck follows less and less downwards."""


@kernel
def scene(x, y, z, p, eye_ray):
    """Light rays want distances that are true everywhere, eye rays may skip what is far below."""
    hx, hz = x, z
    if p.yaw != 0.0 and y > -1.6:
        turn = p.yaw * step(y, TURNS_BELOW, TURNS_FROM)
        hx = math.cos(turn) * x - math.sin(turn) * (z - AXIS_Z)
        hz = math.sin(turn) * x + math.cos(turn) * (z - AXIS_Z) + AXIS_Z
    d, material = head_and_worn(hx, y, hz, p)
    if p.headscarf > 0:
        scarf = headscarf(hx, y, hz, p)
        if scarf < d:
            d, material = scarf, SCARF
    if y < -0.75:
        return with_body(d, material, x, y - BODY_UP, z, p)
    if eye_ray:
        d = min(d, y + 0.75 + 0.12)
    return d, material


@kernel
def head_and_worn(x, y, z, p):
    far = math.sqrt((x / 0.95) ** 2 + ((y - 0.02) / 1.35) ** 2 + ((z + 0.05) / 1.15) ** 2)
    if far > 1.25 and y > -0.75:
        return (far - 1.0) * 0.9, SKIN
    if y <= -2.1:
        return 1e3, SKIN
    d, material = head(x, y, z, p), SKIN
    if z > 0.0 and y > -0.4 and y < 0.5:
        eye = ball(abs(x), y, z, p.eye_distance, p.eye_height, EYE_Z, EYE_RADIUS)
        if eye < d:
            d, material = eye, EYE
    if p.mouth_open > 0.0 and y < -0.1 and y > -1.1:
        d, material = with_mouth(d, material, x, y, z, p)
    if p.glasses > 0 and y > -0.6 and y < 0.6:
        glasses = spectacles(x, y, z, p)
        if glasses < d:
            d, material = glasses, FRAME
    if p.earrings > 0 and y < 0.0 and y > -0.6:
        ring = earring(x, y, z, p)
        if ring < d:
            d, material = ring, METAL
    return d, material


@kernel
def with_mouth(d, material, x, y, z, p):
    row, tip = teeth(x, y, z, p), tongue(x, y, z, p)
    if row < d:
        d, material = row, TEETH
    if tip < d:
        d, material = tip, TONGUE
    if material == SKIN and z < 0.56 and abs(x) < p.mouth_width * 0.98:
        t = x / p.mouth_width
        line = mouth_line(t, p)
        if y < line + lip_raise(t, p) + 0.01 and y > line - lip_drop(t, p) - 0.01:
            material = CAVITY
    return d, material


@kernel
def with_body(d, material, x, y, z, p):
    """`y` of the body. Its skin begins a little below its clothes."""
    worn, kind = clothes(x, y, z, p)
    if y < -0.85 - BODY_UP:
        skin = torso(x, y, z, p) + 0.045
        if material == SKIN:
            d = join(d, skin, 0.12)
        elif skin < d:
            d, material = skin, SKIN
    if worn < d:
        d, material = worn, kind
    return d, material
