"""Cloth, frames, metal, and the inside of the mouth."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from visavis.face.sculpt.colours import light
from visavis.face.sculpt.design import Design
from visavis.face.sculpt.field import materials as of
from visavis.face.sculpt.noise import noise
from visavis.face.sculpt.smooth import step

Array = NDArray[np.floating]

WOVEN = (of.GARMENT, of.SHIRT, of.SCARF, of.CORD)
FABRICS = (*WOVEN, of.BUTTON, of.FRAME, of.METAL, of.TEETH, of.TONGUE, of.CAVITY)
GOLD = "#c9973f"
TEETH = (0.80, 0.735, 0.60)
"""Warm: the fill light that reaches into a mouth is bluish."""
TONGUE, CAVITY = (0.50, 0.17, 0.16), (0.16, 0.03, 0.03)


class Fabric(NamedTuple):
    colour: Array  # (n, 3) linear
    fuzz: float  # light that loose fibres catch at the edges
    shine: float
    lit: Array  # (n,) share of the light that arrives


def fabric(kind: int, points: Array, design: Design) -> Fabric:
    """At points (n, 3) of the head that looks ahead."""
    all_of_it = np.ones(len(points))
    if kind in WOVEN:
        named = {of.GARMENT: design.garment_colour, of.SCARF: design.scarf_colour}
        base = light(named.get(kind, design.shirt_colour))
        weave = 0.03 * np.sin(points[:, 0] * 210) * np.sin(points[:, 1] * 210)
        uneven = 1 + 0.05 * noise(points, 9, 31) + 0.05 * noise(points, 120, 32) + weave
        return Fabric(base * uneven[:, None], 0.22 * (float(base.mean()) ** 0.5 + 0.12), 0.0, all_of_it)
    if kind == of.BUTTON:
        base = light(design.shirt_colour if design.garment == "blazer" else design.garment_colour)
        return Fabric(_plain(base * 0.75 + 0.03, points), 0.05, 0.25, all_of_it)
    if kind == of.FRAME:
        return Fabric(_plain(light(design.frame_colour), points), 0.12, 0.50, all_of_it)
    if kind == of.METAL:
        return Fabric(_plain(light(GOLD), points), 0.0, 1.0, all_of_it)
    if kind == of.TEETH:  # the row goes back into the dark
        return Fabric(_plain(TEETH, points), 0.0, 0.12, 1.12 - 0.98 * step(np.abs(points[:, 0]), 0.05, 0.21))
    if kind == of.TONGUE:
        return Fabric(_plain(TONGUE, points), 0.0, 0.07, 0.95 * all_of_it)
    return Fabric(_plain(CAVITY, points), 0.0, 0.0, 0.35 * all_of_it)


def _plain(colour: object, points: Array) -> Array:
    return np.tile(np.asarray(colour, float), (len(points), 1))
