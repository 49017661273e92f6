"""The lashes of the upper lids."""

from __future__ import annotations

import numpy as np

from visavis.face.sculpt.anatomy import Anatomy
from visavis.face.sculpt.curves import lid_top
from visavis.face.sculpt.design import Design
from visavis.face.sculpt.field.lids import EYE_RADIUS, EYE_Z, LID_THICKNESS
from visavis.face.sculpt.grooming.strands import Kind, Strands
from visavis.face.sculpt.smooth import unit

COUNT, STEPS = 150, 8
WIDTH = 0.0021
WISP = 5
"""Lashes whose tips gather."""
GATHERED = 0.8
"""How far tips come together, share of the way to the middle of their wisp."""


def lashes(body: Anatomy, design: Design, chance: np.random.Generator) -> list[Strands]:
    return [_row(side, body, design, chance) for side in (-1, 1)]


def _row(side: int, body: Anatomy, design: Design, chance: np.random.Generator) -> Strands:
    u = np.linspace(-0.86, 1.02, COUNT) + chance.normal(0, 0.014, COUNT)
    x, y = u * design.eye_width, lid_top(np.clip(u, -1, 1), side, body)
    radius = EYE_RADIUS + LID_THICKNESS + 0.001
    z = EYE_Z + np.sqrt(np.maximum(radius**2 - x**2 - (y - design.eye_height) ** 2, 1e-4))
    roots = np.stack([side * (x + design.eye_distance), y, z], 1)
    shut = float(body.eyes_closed[0])
    # they lie along the lid more than they stand on it, the more the further out they grow
    up = np.full(COUNT, 0.18 * (1 - shut) - 0.55 * shut)
    heading = unit(np.stack([side * (0.90 * u + 0.25), up, np.full(COUNT, 0.75)], 1))
    curl = np.array([side * 0.25, 0.60 * (1 - shut) + 0.25 * shut, -0.25])
    length = design.lash * (0.016 + 0.022 * np.clip(u, -0.5, 1)) * chance.uniform(0.55, 1.1, COUNT)
    share = np.linspace(0, 1, STEPS)[None, :, None]
    path = roots[:, None] + (heading[:, None] * share + curl * share**2) * length[:, None, None]
    wisps = roots.reshape(-1, WISP, 3)
    path += GATHERED * (wisps.mean(1, keepdims=True) - wisps).reshape(-1, 1, 3) * share**1.5
    return Strands.of(path, WIDTH, 1.0, 1.0, Kind.LASH)
