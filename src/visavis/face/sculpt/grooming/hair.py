"""The hair of the head."""

from __future__ import annotations

import numpy as np

from visavis.face.sculpt.anatomy import Anatomy
from visavis.face.sculpt.design import Design
from visavis.face.sculpt.grooming.coils import coils
from visavis.face.sculpt.grooming.cuts import TIED, combed_to, cut_guides
from visavis.face.sculpt.grooming.growth import body_distance, hairs, nearest_guides
from visavis.face.sculpt.grooming.knot import knot
from visavis.face.sculpt.grooming.scalp import guides_and_hairs
from visavis.face.sculpt.grooming.strands import Kind, Strands, together

HAIRLESS = ("bald", "covered")
DOWN, DOWN_REACHES = 0.28, 0.16
"""Where hair is drawn back one sees the down that it begins with: how fine, and how far back, units."""


def scalp_hair(body: Anatomy, design: Design, chance: np.random.Generator) -> list[Strands]:
    """Nothing for the bald and under a scarf."""
    if design.hair in HAIRLESS:
        return []
    if design.hair in ("afro", "coils"):
        return [coils(body, design, chance)]
    guide_roots, roots = guides_and_hairs(body, design, chance)
    guides = cut_guides(design, guide_roots, chance)
    sides = combed_to(design, guide_roots.points), combed_to(design, roots.points)
    lock = nearest_guides(guide_roots, sides[0], roots, sides[1])
    points = hairs(guides.paths, guide_roots, lock, roots, guides.clump, guides.frizz, guides.gather, chance)
    if design.hair in TIED:
        thin = np.clip(roots.edge / DOWN_REACHES, DOWN, 1.0)
    else:
        thin = 0.6 + 0.4 * np.clip(roots.edge / 0.10, 0.25, 1.0)
    depth = body_distance(points.reshape(-1, 3)).reshape(points.shape[:2]) / (guides.thickness + 1e-6)
    lit_edge = np.clip(1 - roots.edge / 0.13, 0, 1) * 0.85  # light reaches the hairline
    tint = 1 + design.streak * chance.normal(0, 1, len(points))
    tint = np.clip(tint + 0.16 * chance.normal(0, 1, len(guide_roots))[lock], 0.45, 1.9)
    grown = Strands.of(
        points,
        design.strand_width * thin * chance.uniform(0.75, 1.25, len(points)),
        np.maximum(np.clip(depth, 0, 1), lit_edge[:, None]),
        tint,
        Kind.SCALP,
    )
    return [together([grown, knot(design, chance)])] if design.hair in TIED else [grown]
