"""The colour of skin and lips, from the model's own curves."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from visavis.face.sculpt.anatomy import Anatomy
from visavis.face.sculpt.colours import light, mix
from visavis.face.sculpt.curves import (
    lid_bottom,
    lid_top,
    lip_bottom,
    lip_drop,
    lip_raise,
    lip_top,
    mouth_line,
)
from visavis.face.sculpt.design import Design
from visavis.face.sculpt.field.lids import EYE_RADIUS, EYE_Z
from visavis.face.sculpt.grooming.beard import beard_cover, shadow_of
from visavis.face.sculpt.grooming.brows import INNER, LENGTH, brow_line
from visavis.face.sculpt.grooming.cuts import TIED
from visavis.face.sculpt.grooming.hair import HAIRLESS
from visavis.face.sculpt.grooming.scalp import above_hairline
from visavis.face.sculpt.noise import noise
from visavis.face.sculpt.smooth import bell, step

Array = NDArray[np.floating]

FRECKLE_CELL = 0.027
"""At most one freckle in a square of this side, units."""
FALLING, DRAWN_BACK = (-0.01, 0.16, 0.72), (-0.03, 0.09, 0.94)
"""Heights over the hairline between which skin darkens to a scalp, and how far it does."""


class Skin(NamedTuple):
    colour: Array  # (n, 3) linear
    gloss: Array  # (n,)
    lips: Array  # (n,) 0..1


def skin(points: Array, body: Anatomy, design: Design) -> Skin:
    """At points (n, 3) of the head that looks ahead."""
    x, y, z = points.T
    base = light(design.skin) * design.skin_gain
    colour = np.tile(base, (len(points), 1)).astype(np.float32)
    colour = _blood(colour, base, points, design)
    colour = _round_eyes(colour, base, points, design)
    mottled = 0.035 * noise(points, 5, 1) + 0.030 * noise(points, 16, 2) + 0.025 * noise(points, 55, 3)
    colour *= (1 + mottled)[:, None]
    colour[:, 0] *= 1 + 0.015 * noise(points, 9, 4)
    if design.freckles:
        colour = _freckles(colour, base, points, design)
    colour = _hair_roots(colour, base, points, body, design)
    colour, lips = _lips(colour, points, body, design)
    nostril = bell(np.abs(x) - 0.052 * design.nose_width, 0.024) * (z > 0.62)
    nostril = nostril * bell(y + 0.185 * design.nose_length + 0.080, 0.020)
    colour *= (1 - 0.62 * nostril)[:, None]
    colour, wet = _lid_edges(colour, base, points, body, design)
    gloss = 0.75 + 0.55 * bell(x, 0.13) * (z > 0.4) + 1.6 * lips * design.lip_gloss + 2.5 * wet
    return Skin(np.clip(colour, 0.004, 0.95), gloss.astype(np.float32), lips)


def _blood(colour: Array, base: Array, points: Array, design: Design) -> Array:
    """Redder where blood is near the surface: cheeks, nose, ears, chin, chest."""
    x, y, z = np.abs(points[:, 0]), points[:, 1], points[:, 2]
    red = 0.55 * bell(x - 0.37, 0.20) * bell(y + 0.20, 0.17) * (z > 0.05)
    red += 0.50 * bell(x, 0.11) * bell(y + 0.19, 0.10) * (z > 0.55)
    ears = step(x, 0.60, 0.68) * step(y, -0.38, -0.28) * step(y, 0.36, 0.24) * step(z, 0.22, 0.08)
    red += 0.60 * ears
    red += 0.22 * bell(x, 0.16) * bell(y + 0.80, 0.10) * (z > 0.3)
    red += 0.15 * step(-y, 1.1, 1.4)
    return np.asarray(mix(colour, base * [1.04, 0.70, 0.66], np.clip(red * design.blush * 1.25, 0, 1) * 0.85))


def _round_eyes(colour: Array, base: Array, points: Array, design: Design) -> Array:
    aside, up = np.abs(points[:, 0]) - design.eye_distance, points[:, 1] - design.eye_height
    front = points[:, 2] > 0.3
    dark = bell(aside, 0.20) * bell(up - 0.03, 0.12) * front * 0.45 * (1 + design.tired)
    colour = mix(colour, base * [0.86, 0.74, 0.74], np.clip(dark, 0, 1))
    if design.makeup:
        painted = bell(aside - 0.02, 0.17) * bell(up - 0.085, 0.05) * front * 0.45
        colour = mix(colour, light(design.makeup), painted)
    return np.asarray(colour)


def _freckles(colour: Array, base: Array, points: Array, design: Design) -> Array:
    """One dot at a chance place in every other square, more of them on nose and cheeks."""
    at = points[:, :2] / FRECKLE_CELL
    square = np.floor(at).astype(np.int64)
    h = ((square[:, 0] * 73856093) ^ (square[:, 1] * 19349663)) & 0xFFFFFF
    h = (h * 2654435761) & 0xFFFFFFFF
    dot_x, dot_y = 0.3 + 0.4 * ((h >> 3) & 255) / 255, 0.3 + 0.4 * ((h >> 11) & 255) / 255
    size = 0.10 + 0.20 * ((h >> 19) & 255) / 255
    away = np.hypot(at[:, 0] - square[:, 0] - dot_x, at[:, 1] - square[:, 1] - dot_y)
    dots = step(size - away, -0.05, 0.12) * (((h >> 27) & 1) == 0)
    where = bell(np.abs(points[:, 0]) - 0.22, 0.26) * bell(points[:, 1] + 0.12, 0.16) * (points[:, 2] > 0.3)
    return np.asarray(
        mix(colour, base * [0.70, 0.50, 0.38], np.clip(dots * where * design.freckles, 0, 1) * 0.6)
    )


def _hair_roots(colour: Array, base: Array, points: Array, body: Anatomy, design: Design) -> Array:
    """What shows between hairs: shadow of the beard, scalp, skin under the brows."""
    x, y, z = np.abs(points[:, 0]), points[:, 1], points[:, 2]
    if design.beard_shadow or design.beard:
        grown = max(design.beard_shadow, shadow_of(design))
        dark = beard_cover(points, body, design) * (z > -0.3) * grown
        tint = light(design.beard_colour or design.hair_colour) * 0.6 + base * 0.25
        colour = mix(colour, tint, np.clip(dark, 0, 1) * 0.85)
    if design.hair not in HAIRLESS:
        begins, full, share = DRAWN_BACK if design.hair in TIED else FALLING
        covered = step(above_hairline(points, design), begins, full) * ((x < 0.61) | (y > 0.22) | (y < -0.30))
        colour = mix(colour, light(design.hair_colour) * 0.55, covered * share)
    t = np.clip((x - design.eye_distance - INNER) / LENGTH, 0, 1)
    under = np.zeros(len(points))
    for side in (-1, 1):
        line = brow_line(t, side, design)
        beside = (x > design.eye_distance + INNER - 0.01) & (x < design.eye_distance + 0.215) & (z > 0.3)
        here = bell(y - line.y, line.half * 1.1 + 0.004) * beside * (np.sign(points[:, 0]) == side)
        under = np.maximum(under, here)
    return np.asarray(mix(colour, light(design.brow_colour or design.hair_colour), under * 0.32))


def _lips(colour: Array, points: Array, body: Anatomy, design: Design) -> tuple[Array, Array]:
    y, front = points[:, 1], points[:, 2] > 0.40
    at = points[:, 0] / design.mouth_width
    t = np.clip(at, -1, 1)
    top, bottom = lip_top(t, body) + lip_raise(t, body), lip_bottom(t, body) - lip_drop(t, body)
    ends = 1 - step(np.abs(at), 0.93, 1.02)
    lips = step(top - y, -0.0055, 0.011) * step(y - bottom, -0.0055, 0.011) * ends * front
    creases = 1 + 0.10 * noise(points * np.array([3.2, 0.7, 1.0]), 40, 11)
    colour = mix(colour, light(design.lip) * creases[:, None], lips * design.lip_strength)
    closed = float(body.mouth_open[0]) < 0.02
    seam = bell(y - mouth_line(t, body), 0.0075) * (1 - step(np.abs(at), 0.96, 1.06)) * front * closed
    return np.asarray(colour * (1 - 0.62 * seam)[:, None]), np.asarray(lips)


def _lid_edges(
    colour: Array, base: Array, points: Array, body: Anatomy, design: Design
) -> tuple[Array, NDArray[np.bool_]]:
    """The dark line of the lashes, and the wet edge of the lower lid; -> colour, where it is wet."""
    x, y, z = points.T
    side = np.where(x > 0, 1.0, -1.0)
    u = (np.abs(x) - design.eye_distance) / design.eye_width
    inside = (np.abs(u) < 1.12) & (z > 0.3)
    near = np.clip(u, -1.05, 1.05)
    top, bottom = lid_top(near, side, body), lid_bottom(near, side, body)
    ends = np.clip((1.12 - np.abs(u)) * 5, 0, 1) * inside
    line = (0.45 + 0.35 * design.liner) * bell(y - top - 0.004, 0.006 + 0.005 * design.liner) * ends
    colour = colour * (1 - line)[:, None] * (1 - 0.30 * bell(y - bottom + 0.004, 0.008) * ends)[:, None]
    ball: Any = np.array([design.eye_distance, design.eye_height, EYE_Z])
    deep = np.linalg.norm(np.stack([np.abs(x), y, z], 1) - ball, axis=1)
    open_ = float(body.eyes_closed[0]) < 0.5
    wet = (deep < EYE_RADIUS + 0.014) & (y < design.eye_height) & inside & open_
    colour[wet] = colour[wet] * 0.45 + np.array([0.52, 0.26, 0.23]) * (0.35 + 0.65 * float(base.mean()))
    return colour, wet
