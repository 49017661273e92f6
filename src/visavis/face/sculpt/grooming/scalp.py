"""Where hair grows on the head."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from visavis.face.sculpt.anatomy import Anatomy
from visavis.face.sculpt.design import Design
from visavis.face.sculpt.field.surface import to_skin
from visavis.face.sculpt.smooth import bell, unit

Array = NDArray[np.floating]

HAIRLINE_ANGLE = (0.0, 0.40, 0.70, 0.95, 1.18, 1.30, 1.42, 1.60, 1.95, 2.25, 3.15)
HAIRLINE_Y = (0.63, 0.625, 0.56, 0.41, 0.22, -0.08, -0.10, 0.20, 0.08, -0.28, -0.50)
"""The hairline round the head: angle from the front in radians, and height; the dip is the sideburn."""
SOFT_EDGE = 0.06
"""Hair grows thinner over this distance."""


@dataclass(frozen=True, slots=True)
class Roots:
    points: Array  # (n, 3)
    normals: Array  # (n, 3)
    edge: Array  # (n,) above the hairline, units

    def __len__(self) -> int:
        return len(self.points)


def above_hairline(points: Array, design: Design) -> Array:
    """(n,) height above the hairline; below 0 nothing grows."""
    angle = np.arctan2(np.abs(points[:, 0]), points[:, 2] + 0.13)
    y = np.interp(angle, HAIRLINE_ANGLE, HAIRLINE_Y)
    # nobody's hairline is a drawn line
    y = y + 0.010 * np.sin(17 * points[:, 0] + 1.0) + 0.007 * np.sin(41 * points[:, 0])
    y = y + design.hairline_up * bell(angle, 1.0) + design.recede * bell(angle - 0.62, 0.22)
    return np.asarray(points[:, 1] - y)


def scalp_roots(
    body: Anatomy, design: Design, count: int, chance: np.random.Generator, soft_edge: float = SOFT_EDGE
) -> Roots:
    points = unit(chance.normal(size=(int(count * 3.2), 3))) * [0.70, 0.75, 0.84] + [0, 0.36, -0.13]
    normals = np.zeros_like(points)
    to_skin(points, body, normals)
    edge = above_hairline(points, design)
    keep = (chance.random(len(points)) < np.clip(edge / soft_edge, 0, 1)) & (edge > 0)
    x, y, z = np.abs(points[:, 0]), points[:, 1], points[:, 2]
    keep &= ~((x > 0.66) & (y < 0.15) & (np.abs(z + 0.1) < 0.2))  # not on the ears
    keep &= ~((y > 0.42) & (chance.random(len(points)) < design.bald_top))
    return Roots(points[keep][:count], normals[keep][:count], edge[keep][:count])


def guides_and_hairs(body: Anatomy, design: Design, chance: np.random.Generator) -> tuple[Roots, Roots]:
    guides = scalp_roots(body, design, int(design.locks), chance, soft_edge=0.01)
    return guides, scalp_roots(body, design, int(design.strands), chance, 0.13)


def only(roots: Roots, keep: NDArray[np.bool_]) -> Roots:
    return replace(roots, points=roots.points[keep], normals=roots.normals[keep], edge=roots.edge[keep])
