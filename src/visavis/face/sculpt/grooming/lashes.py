"""The lashes of the upper lids."""

from __future__ import annotations

import numpy as np

from visavis.face.sculpt.anatomy import Anatomy
from visavis.face.sculpt.curves import lid_top
from visavis.face.sculpt.design import Design
from visavis.face.sculpt.field.lids import EYE_RADIUS, EYE_Z, LID_THICKNESS
from visavis.face.sculpt.grooming.strands import Kind, Strands
from visavis.face.sculpt.smooth import unit

COUNT, STEPS = 84, 8
WIDTH = 0.0021


def lashes(body: Anatomy, design: Design, chance: np.random.Generator) -> list[Strands]:
    return [_row(side, body, design, chance) for side in (-1, 1)]


def _row(side: int, body: Anatomy, design: Design, chance: np.random.Generator) -> Strands:
    u = np.linspace(-0.86, 1.02, COUNT) + chance.normal(0, 0.014, COUNT)
    x, y = u * design.eye_width, lid_top(np.clip(u, -1, 1), side, body)
    radius = EYE_RADIUS + LID_THICKNESS + 0.001
    z = EYE_Z + np.sqrt(np.maximum(radius**2 - x**2 - (y - design.eye_height) ** 2, 1e-4))
    roots = np.stack([side * (x + design.eye_distance), y, z], 1)
    shut = float(body.eyes_closed[0])
    # lashes gather in little bundles, and are longest at the outer corner
    bundle = 0.05 * np.sin(np.arange(COUNT) * 2.1)
    up = np.full(COUNT, 0.30 * (1 - shut) - 0.55 * shut)
    heading = unit(np.stack([side * (0.75 * u + 0.10 + bundle), up, np.full(COUNT, 0.75)], 1))
    curl = np.array([0, 0.75 * (1 - shut) + 0.25 * shut, -0.25])
    length = design.lash * (0.018 + 0.020 * np.clip(u, -0.5, 1)) * chance.uniform(0.65, 1.1, COUNT)
    share = np.linspace(0, 1, STEPS)[None, :, None]
    path = roots[:, None] + (heading[:, None] * share + curl * share**2) * length[:, None, None]
    return Strands.of(path, WIDTH, 1.0, 1.0, Kind.LASH)
