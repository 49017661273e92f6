"""Beards, from stubble to full."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from visavis.face.sculpt.anatomy import Anatomy
from visavis.face.sculpt.curves import lip_bottom, lip_top
from visavis.face.sculpt.design import Design
from visavis.face.sculpt.field.surface import to_skin
from visavis.face.sculpt.grooming.strands import Kind, Strands, tints
from visavis.face.sculpt.noise import noise
from visavis.face.sculpt.smooth import step, unit

Array = NDArray[np.floating]

COUNT = 34000
STUBBLE_UP_TO = 0.03
EDGE, LEAST_COVER = 1.8, 0.15
"""Few hairs stand alone where a beard ends, or they are specks; the skin's shadow fades there instead."""
SIDES_SHORTER = 0.6
"""How much shorter a beard is below the ears than at the chin; as long there, it would hang like jowls."""
SHADOW, STUBBLE_SHADOW = 0.95, 0.35
"""Of a full beard on the skin between its hairs, and of the shortest stubble."""


def beard_cover(points: Array, body: Anatomy, design: Design) -> Array:
    """(n,) 0..1 how densely the beard grows at points of the neutral face."""
    x, y, z = np.abs(points[:, 0]), points[:, 1], points[:, 2]
    width, line = body.mouth_width, body.mouth_height
    t = np.clip(points[:, 0] / width, -1, 1)
    upper, lower = lip_top(t, body), lip_bottom(t, body)
    ragged = 0.045 * noise(points, 9, 51) + 0.03 * noise(points, 24, 52)
    # from the moustache it sweeps up to the ear in a curve, and fades into the cheek rather than ending there
    cheek = line + 0.05 + 1.15 * np.maximum(x - 0.20, 0) ** 1.55 + design.beard_cheek + ragged
    cover = step(cheek - y, -0.05, 0.15)
    over_lip = step(y - upper, 0.004, 0.02) * (1 - step(y, -0.335, -0.295))
    moustache = over_lip * (1 - step(x, width * 0.95, width * 1.25)) * design.moustache
    lips = step(upper - y, -0.02, 0.0) * step(y - lower, -0.022, -0.002) * (x < width * 1.04)
    cover = np.maximum(cover * (1 - step(y, line, line + 0.06) * (x < width * 1.1)), moustache)
    joins = np.exp(-(((x - 1.16 * width) / 0.06) ** 4) - ((y - line - 0.03) / 0.11) ** 4)
    cover = np.maximum(cover, joins * design.moustache) * (1 - lips)
    # under the chin and towards the ears it thins out, and not along a line
    neck = 1 - step(-y + ragged, 0.80, 1.06)
    back = step(z + ragged, -0.24, 0.02) * (1 - ((x > 0.60) & (y > -0.05)))
    return np.asarray(cover * neck * back)


def shadow_of(design: Design) -> float:
    """0..1 how dark the skin between the hairs is: light that falls into a beard does not come back."""
    if design.beard <= 0:
        return 0.0
    return STUBBLE_SHADOW + (SHADOW - STUBBLE_SHADOW) * min(design.beard / STUBBLE_UP_TO, 1.0)


def beard(body: Anatomy, design: Design, chance: np.random.Generator) -> list[Strands]:
    if design.beard <= 0:
        return []
    points, normals = _face_roots(body, COUNT * 2, chance)
    cover = beard_cover(points, body, design)
    philtrum = (np.abs(points[:, 0]) < 0.05) & (points[:, 1] > -0.345) & (points[:, 2] > 0.5)
    keep = (chance.random(len(points)) < cover**EDGE) & (cover > LEAST_COVER) & ~philtrum
    points, normals, cover = points[keep][:COUNT], normals[keep][:COUNT], cover[keep][:COUNT]
    count = len(points)
    stubble = design.beard < STUBBLE_UP_TO
    share = np.linspace(0, 1, 5 if stubble else 9)[None, :, None]
    x, y = points[:, 0], points[:, 1]
    aside = 0.75 * np.sign(x) * step(y, -0.42, -0.36)
    flow = unit(np.stack([aside, np.full(count, -1.0), np.full(count, 0.10)], 1))
    flow = unit(flow - (flow * normals).sum(1, keepdims=True) * normals)
    stands = 0.7 if stubble else 0.30
    heading = unit(normals * stands + flow + 0.20 * chance.normal(0, 1, (count, 3)))
    length = (0.030 + design.beard * 1.15) * (0.20 + 0.80 * cover) * chance.uniform(0.6, 1.15, count)
    length = length * (1 + 0.35 * step(-y, 0.60, 0.90))
    length = length * (1 - SIDES_SHORTER * step(np.abs(x), 0.30, 0.58) * step(y, -0.75, -0.35))
    over_lip = (y > design.mouth_height + 0.02) & (np.abs(x) < design.mouth_width * 1.1)
    length = np.where(over_lip, np.minimum(length, 0.030 + 0.2 * np.abs(x)), length)[:, None, None]
    path = points[:, None] + heading[:, None] * length * share
    if not stubble:
        path = path + np.array([0, -0.15, -0.10]) * length * share**2
        path = path + 0.006 * share * np.sin(chance.uniform(0, 6.28, (count, 1, 3)) + 9 * share)
    return [
        Strands.of(
            path,
            (0.0026 if stubble else 0.0034) * chance.uniform(0.8, 1.2, count),
            0.35 + 0.65 * share[..., 0],
            tints(count, 0.2, chance),
            Kind.STUBBLE if stubble else Kind.BEARD,
        )
    ]


def _face_roots(body: Anatomy, count: int, chance: np.random.Generator) -> tuple[Array, Array]:
    spread = [chance.uniform(*limits, count) for limits in ((-0.72, 0.72), (-1.15, 0.1), (-0.25, 0.85))]
    points = np.stack(spread, 1)
    axis = np.stack([np.zeros(count), points[:, 1] * 0.6, np.full(count, 0.05)], 1)
    points = axis + unit(points - axis) * 0.70
    normals = np.zeros_like(points)
    to_skin(points, body, normals)
    return points, normals
