"""Afros: strands wound into coils that stand off the scalp, trimmed to a round outline."""

from __future__ import annotations

import numpy as np

from visavis.face.sculpt.anatomy import Anatomy
from visavis.face.sculpt.design import Design
from visavis.face.sculpt.grooming.scalp import scalp_roots
from visavis.face.sculpt.grooming.strands import Kind, Strands, tints
from visavis.face.sculpt.smooth import unit

CENTRE = np.array([0, 0.42, -0.16])
DEPTH = 1.0
"""Half the outline's size from front to back."""
DROOP = 0.05
STEPS = 40
COUNT = 16000
"""A coil covers what three straight hairs do."""
WIDTH = 0.0085


def coils(body: Anatomy, design: Design, chance: np.random.Generator) -> Strands:
    roots = scalp_roots(body, design, COUNT, chance)
    count = len(roots)
    shape = np.array([design.crown_width, design.crown_height, DEPTH])
    outwards = unit(roots.points - CENTRE)
    out = unit(roots.normals * 0.55 + outwards * 0.45 + chance.normal(0, 0.16, (count, 3)))
    # as long as it takes to the outline
    from_centre = roots.points - CENTRE
    a = ((out / shape) ** 2).sum(1)
    b = (from_centre * out / shape**2).sum(1)
    c = ((from_centre / shape) ** 2).sum(1) - 1
    length = np.clip((-b + np.sqrt(np.maximum(b * b - a * c, 0))) / a, 0.06, 0.55) * design.hair_volume
    length = length * chance.uniform(0.72, 1.04, count) * np.clip(roots.edge / 0.16, 0.35, 1)
    share = np.linspace(0, 1, STEPS)[None]
    turn = chance.uniform(0, 6.28, count)[:, None] + 6.283 * (length / design.pitch)[:, None] * share
    across = unit(np.cross(out, np.array([0.3, 0.9, 0.2])))
    other = np.cross(out, across)
    radius = design.coil * np.minimum(share * 5, 1) * chance.uniform(0.6, 1.3, count)[:, None]
    points = roots.points[:, None] + out[:, None] * (length[:, None] * share)[..., None]
    points = points + across[:, None] * (radius * np.cos(turn))[..., None]
    points = points + other[:, None] * (radius * np.sin(turn))[..., None]
    points[..., 1] -= DROOP * share**2 * np.clip(np.abs(out[:, :1]), 0, 1)
    reach = np.sqrt((((points - CENTRE) / shape) ** 2).sum(2))
    base = np.sqrt(((from_centre / shape) ** 2).sum(1))[:, None]
    depth = np.clip((reach - base) / (1.0 - base + 1e-3), 0, 1)
    width = WIDTH * chance.uniform(0.8, 1.2, count)
    return Strands.of(points, width, depth, tints(count, 0.22, chance), Kind.SCALP)
