"""Brows."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from visavis.face.sculpt.anatomy import Anatomy
from visavis.face.sculpt.design import Design
from visavis.face.sculpt.field.surface import to_front
from visavis.face.sculpt.grooming.strands import Kind, Strands, tints
from visavis.face.sculpt.smooth import unit

Array = NDArray[np.floating]

INNER, LENGTH = -0.165, 0.375
"""Where a brow begins beside the eye's middle, and how long it is, units."""
COUNT = 330
HALF_THICKNESS = 0.026
STEPS = 6


class BrowLine(NamedTuple):
    """Of the brow at one side, from the nose outwards."""

    x: Array  # distance from the middle of the face
    y: Array
    half: Array  # half the thickness


def brow_line(t: Array, side: int, design: Design) -> BrowLine:
    """`t` is 0 at the inner end and 1 at the tail; side -1 or 1 of the picture."""
    arch = design.brow_arch * np.sin(np.clip(t * 1.25, 0, 1.6) * 1.75)
    tail = -0.121 * np.clip(t - 0.62, 0, 1) + design.brow_tilt * (t - 0.5)
    y = design.eye_height + design.brow_height + arch + tail + (design.brow_skew if side > 0 else 0.0)
    half = design.brow_thickness * HALF_THICKNESS * (1 - 0.72 * t**1.8) * np.clip(t * 4 + 0.40, 0, 1)
    return BrowLine(design.eye_distance + INNER + LENGTH * t, y, half)


def brows(body: Anatomy, design: Design, chance: np.random.Generator) -> list[Strands]:
    return [_brow(side, body, design, chance) for side in (-1, 1)]


def _brow(side: int, body: Anatomy, design: Design, chance: np.random.Generator) -> Strands:
    count = int(COUNT * design.brow_density)
    t = chance.random(count) ** 0.9
    across = chance.uniform(-1, 1, count)
    line = brow_line(t, side, design)
    points = np.stack([side * line.x, line.y + across * line.half, np.full(count, 0.60)], 1)
    normals = np.zeros_like(points)
    to_front(points, body, normals)
    # hairs stand up at the inner end and lie down towards the tail, from both edges to the middle
    angle = 0.95 - 1.55 * t
    aside = np.cos(np.clip(angle - 0.25 * across, -0.5, 1.2))
    up = np.sin(np.clip(angle - 0.40 * across, -0.5, 1.2))
    heading = np.stack([side * aside, up, np.zeros(count)], 1) + 0.17 * chance.normal(0, 1, (count, 3))
    heading = unit(heading - (heading * normals).sum(1, keepdims=True) * normals)
    share = np.linspace(0, 1, STEPS)[None, :, None]
    length = (chance.uniform(0.040, 0.066, count) * (1 - 0.25 * t))[:, None, None]
    path = points[:, None] + heading[:, None] * length * share
    path = path + normals[:, None] * (0.004 + 0.010 * np.sin(share * 3.0))
    path[..., 0] += side * (length * 0.25 * share**2)[..., 0]
    path[..., 1] -= (length * 0.12 * share**2)[..., 0]
    width = 0.0042 * chance.uniform(0.6, 1.2, count) * np.clip(t * 6 + 0.5, 0.5, 1)
    return Strands.of(path, width, 0.8, tints(count, 0.2, chance), Kind.BROW)
