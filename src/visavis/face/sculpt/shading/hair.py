"""The colour of strands: two highlights, darker roots, rims, and the shadow of hair on hair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from visavis.face.sculpt.colours import light
from visavis.face.sculpt.design import Design
from visavis.face.sculpt.grooming.strands import Kind, Strands
from visavis.face.sculpt.shading import lamps
from visavis.face.sculpt.shading.light_map import LightMap
from visavis.face.sculpt.smooth import step, unit

Array = NDArray[np.floating]

GREY = "#b9b7b3"


@dataclass(frozen=True, slots=True)
class Luck:
    """What is up to chance for each strand, drawn for all so that it is the same in every window."""

    grey: Array  # (n,) 0..1, small ones turn grey first
    tilt: Array  # (n,) normal, where its highlights lie

    @staticmethod
    def of(count: int, chance: np.random.Generator) -> Luck:
        return Luck(chance.random(count), chance.normal(0, 1, count))

    def only(self, which: NDArray[np.bool_]) -> Luck:
        return Luck(self.grey[which], self.tilt[which])


def shade_hair(
    strands: Strands, luck: Luck, design: Design, key: LightMap, sky: LightMap, axis_y: float
) -> Array:
    """(n, k, 3) linear colours. The shading follows Kajiya and Kay 1989, with a second, coloured lobe."""
    count, steps = strands.points.shape[:2]
    points = strands.points.reshape(-1, 3)
    colour = _colours(strands, luck, design).reshape(-1, 3)
    along = unit(np.gradient(strands.points, axis=1)).reshape(-1, 3)
    x, y, z = points.T
    outwards = unit(np.stack([x, y - np.minimum(y, 0.35), z + 0.2], 1))
    eye = lamps.towards_eye(points, axis_y)
    outside = strands.depth.reshape(-1)
    lit = key.reaches(points, 9.0, 0.02)
    open_ = sky.reaches(points, 5.0, 0.03) * (0.35 + 0.65 * outside)

    out = colour * (_diffuse(along, outwards, lamps.KEY) * lit)[:, None] * lamps.KEY_LIGHT * 0.95
    fill = _diffuse(along, outwards, lamps.FILL) * (0.35 + 0.65 * open_)
    out += colour * fill[:, None] * lamps.FILL_LIGHT * 1.1
    above = 0.5 + 0.5 * outwards[:, 1:2]
    out += colour * open_[:, None] * (lamps.SKY_LIGHT * above + lamps.FLOOR_LIGHT * 0.8)

    shine = np.repeat(_shine(strands, design), steps)
    jitter = np.repeat(luck.tilt * 0.05, steps)[:, None]
    white = _lobe(along, outwards, eye, -0.10 + jitter, 70) * 0.085 * lit * shine
    tinted = _lobe(along, outwards, eye, 0.12 + jitter, 16) * 0.24 * lit * shine
    out += white[:, None] * lamps.KEY_LIGHT * (0.4 + 0.6 * outside)[:, None]
    out += colour**0.6 * tinted[:, None] * lamps.KEY_LIGHT
    edge = np.clip(1 - np.abs((outwards * eye).sum(1)), 0, 1) ** 1.6
    through = 0.12 + 0.88 * sky.reaches(points, 4.0, 0.05)
    for rim in lamps.RIMS:
        facing = edge * step((outwards * rim).sum(1), -0.05, 0.6) * (0.25 + 0.75 * outside) * through
        out += facing[:, None] * lamps.RIM_LIGHT * (colour**0.75 * 1.1 + 0.045 * shine[:, None])
    return np.asarray(out.reshape(count, steps, 3))


def _colours(strands: Strands, luck: Luck, design: Design) -> Array:
    """(n, k, 3) before the light."""
    steps = strands.points.shape[1]
    hair = light(design.hair_colour)
    beard = light(design.beard_colour or design.hair_colour)
    brow = light(design.brow_colour or design.hair_colour) * 1.7 + 0.006
    lash = np.array([0.006, 0.005, 0.004])
    by_kind = {
        Kind.SCALP: hair,
        Kind.BEARD: beard,
        Kind.STUBBLE: beard * 0.8,
        Kind.BROW: brow,
        Kind.LASH: lash,
    }
    base = np.stack([by_kind[kind] for kind in Kind])[strands.kind]
    if design.grey:
        greying = np.select([strands.kind == Kind.BROW, strands.kind == Kind.LASH], [0.6, 0.0], 1.0)
        base[luck.grey < design.grey * greying] = light(GREY)
    tint = np.where(strands.kind == Kind.LASH, 1.0, strands.tint)[:, None]
    colour = np.repeat(np.clip(base * tint, 0, 0.9)[:, None], steps, 1)
    if design.hair_tip:
        share = np.clip(np.linspace(0, 1, steps) * 1.3 - 0.2, 0, 1) * design.tip_mix
        tips = (strands.kind == Kind.SCALP)[:, None, None] * share[None, :, None]
        colour = colour * (1 - tips) + light(design.hair_tip) * tint[:, None] * tips
    return np.asarray(colour)


def _shine(strands: Strands, design: Design) -> Array:
    return np.asarray(
        design.shine * np.select([strands.kind == Kind.SCALP, strands.kind == Kind.LASH], [1.0, 0.1], 0.45)
    )


def _diffuse(along: Array, outwards: Array, lamp: Array) -> Array:
    across = np.sqrt(np.clip(1 - (along * lamp).sum(1) ** 2, 0, 1))
    return np.asarray(across * np.clip(((outwards * lamp).sum(1) + 0.45) / 1.45, 0, 1))


def _lobe(along: Array, outwards: Array, eye: Array, shift: Any, power: float) -> Array:
    half = unit(lamps.KEY + eye)
    across = (unit(along + outwards * shift) * half).sum(1)
    facing = step((outwards * lamps.KEY).sum(1), -0.35, 0.35)
    return np.asarray(np.sqrt(np.clip(1 - across * across, 0, 1)) ** power * facing)
