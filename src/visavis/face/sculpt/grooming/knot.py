"""What tied hair ends in: a bun of strands wound on a ball, or a tail over the shoulder."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from visavis.face.sculpt.design import Design
from visavis.face.sculpt.grooming.cuts import TIED
from visavis.face.sculpt.grooming.strands import Kind, Strands, tints

Array = NDArray[np.floating]

COUNT, STEPS = 6000, 26
WIDTH = 0.0055
TAIL_RADIUS = 0.20


def knot(design: Design, chance: np.random.Generator) -> Strands:
    make = _tail if design.hair == "ponytail" else _bun
    points, depth = make(design, np.array(TIED[design.hair]), chance)
    return Strands.of(points, WIDTH, depth, tints(COUNT, 0.2, chance), Kind.SCALP)


def _tail(design: Design, start: Array, chance: np.random.Generator) -> tuple[Array, Array]:
    share = np.linspace(0, 1, STEPS)[None]
    angle = chance.uniform(0, 6.28, COUNT)
    radius = np.sqrt(chance.random(COUNT)) * TAIL_RADIUS
    aside, up = (np.cos(angle) * radius)[:, None], (np.sin(angle) * radius)[:, None] * 0.6
    x = 0.10 + 0.42 * share + aside * np.sin(np.minimum(share * 2.2 + 0.25, 2.6))
    y = start[1] + 0.12 - 2.0 * share**1.25 + up
    z = start[2] + 0.25 * share + up + 0 * x
    return np.stack([x, y, z], 2), (radius / TAIL_RADIUS)[:, None]


def _bun(design: Design, start: Array, chance: np.random.Generator) -> tuple[Array, Array]:
    share, size = np.linspace(0, 1, STEPS)[None], design.bun_size
    outside = chance.random(COUNT)
    angle = chance.uniform(0, 6.28, COUNT)[:, None] + share * chance.uniform(1.2, 2.6, COUNT)[:, None]
    level = ((chance.random(COUNT) - 0.5) * 2.6)[:, None]
    level = level + 0.35 * np.sin(angle + chance.normal(0, 1.7, COUNT)[:, None])
    radius = size * (0.80 + 0.20 * np.sqrt(outside))[:, None]
    radius = radius * (1 + 0.035 * np.sin(level * 9 + 1.7 * np.sin(angle)))
    ball = [np.cos(level) * np.cos(angle), np.sin(level) * 0.85, np.cos(level) * np.sin(angle)]
    middle = start + ([0, size * 0.62, 0.02] if design.hair == "bun" else [0, 0, -0.1])
    return np.stack(ball, 2) * radius[..., None] + middle, np.sqrt(outside)[:, None]
