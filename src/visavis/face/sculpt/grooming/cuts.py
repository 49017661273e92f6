"""Cuts: what the guides of each kind of hair want."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from visavis.face.sculpt.design import Design
from visavis.face.sculpt.grooming.growth import beside_face, grow, waves
from visavis.face.sculpt.grooming.scalp import Roots
from visavis.face.sculpt.smooth import bell, step, unit

Array = NDArray[np.floating]

LONG = {  # longest strand, height of the ends
    "bob": (1.72, -0.80),
    "lob": (2.15, -1.25),
    "long": (2.75, -2.10),
    "wavy": (2.60, -1.95),
}
TIED = {"bun": (0.0, 1.10, -0.42), "ponytail": (0.0, 0.72, -0.98), "lowbun": (0.0, -0.15, -1.02)}
"""Where tied hair comes together."""
WAVY_DEPTH = 0.045
FARTHEST_STRAY = -0.06
"""Of a lock beside the face, share of the gap that the hair leaves it."""
FLAT_RISE = 2.6
"""How soon tied hair reaches its height; it lies flat at its roots, or they are a row of bristles."""
PARTING = 0.12
"""How far from it hair lies flat, units."""
UNEVEN, UNEVENLY = 0.006, 23.0
"""No comb draws a straight parting: how far it swings, units, and how soon, radians a unit."""


@dataclass(frozen=True, slots=True)
class Guides:
    paths: Array  # (n, k, 3)
    thickness: float  # of the hair as a whole, units
    clump: float
    frizz: float
    gather: float = 0.8  # how hairs close in along their way: at once, or (above 1) towards the tips


def cut_guides(design: Design, roots: Roots, chance: np.random.Generator) -> Guides:
    if design.hair in LONG:
        return _long(design, roots, chance)
    if design.hair in TIED:
        return _tied(design, roots, chance)
    if design.hair == "buzz":
        return _buzz(roots)
    return _short(design, roots, chance)


def combed_to(design: Design, points: Array) -> Array:
    """(n,) the side of the parting that hair with these roots falls to, -1 or 1; 0 where there is none."""
    x, _, z = points.T
    if design.hair not in LONG and design.hair != "sidepart":
        return np.zeros(len(points))
    parting = design.part + UNEVEN * np.sin(UNEVENLY * z)
    behind = (design.hair in LONG) & (z < -0.55)
    return np.where(behind, np.sign(x + 1e-3), np.where(x > parting, 1.0, -1.0))


def _short(design: Design, roots: Roots, chance: np.random.Generator) -> Guides:
    count, volume = len(roots), design.hair_volume
    x, y, z = roots.points.T
    layer = chance.random(count)
    top = step(y, 0.45, 0.80)
    front = step(z, 0.15, 0.55) * top
    long_ = step(y + 0.12 * np.abs(z) - 0.1 * np.abs(x), 0.40, 0.80)
    length = design.length_side + (design.length_top - design.length_side) * long_
    length *= chance.uniform(0.8, 1.12, count)
    lift = design.lift * volume
    own = chance.normal(0, 1, (count, 3))
    comb = np.tile([design.comb_side, 0.0, -design.comb_back], (count, 1)) + 0.25 * own
    if design.hair == "sidepart":
        comb[:, 0] = 0.9 * combed_to(design, roots.points)
        comb[:, 1] = -0.25
    down = np.stack([0.10 * np.sign(x), np.full(count, -0.9), np.full(count, -0.35)], 1) + 0.15 * own

    def direction(at: Array, share: float, normal: Array) -> Array:
        rising = (lift * 4 * (1 - share) * (0.25 + front))[:, None] * top[:, None]
        wish = unit(down * (1 - top[:, None]) + comb * top[:, None]) + normal * (rising + 0.12)
        over_brows = (at[:, 1] < 0.66) & (at[:, 2] > 0.40)
        wish[over_brows, 1] = np.abs(wish[over_brows, 1]) + 0.4
        return np.asarray(wish)

    most = 0.022 + 0.055 * step(y, 0.15, 0.6) * volume + lift * (0.35 + 0.65 * front) * top

    def height(share: float) -> Array:
        return np.asarray(most * (0.25 + 0.75 * layer) * np.sin(min(share * 1.9, 1.57)) + 0.004)

    paths = grow(roots, length, 22, direction, height, lambda at: np.full(len(at), 0.5))
    paths = waves(paths, design.wave, design.wave_frequency, chance, alike=False)
    return Guides(paths, 0.10 * volume + 0.03, design.clump, design.frizz)


def _long(design: Design, roots: Roots, chance: np.random.Generator) -> Guides:
    count = len(roots)
    x, y, z = roots.points.T
    layer = chance.random(count)
    longest, ends = LONG[design.hair]
    reach = (y - ends - design.ends) * 1.08 + 0.20
    length = np.clip(reach, 0.15, longest * design.hair_length) * chance.uniform(0.90, 1.04, count)
    side = combed_to(design, roots.points)
    most = 0.055 + 0.115 * design.hair_volume * step(y, -0.3, 0.6)
    # at the parting hair lies flat, or it throws its own shadow into a ditch there
    parted = bell(x - design.part, PARTING) * step(y, 0.5, 0.7)
    rises, at_root = 5.0 - 3.2 * parted, 0.15 * (1 - parted)
    away = np.stack([side * 0.95, np.full(count, -0.30), np.where(z > 0.2, -0.30, -0.45)], 1)

    def direction(at: Array, share: float, normal: Array) -> Array:
        down = np.stack([side * 0.02, np.full(count, -1.0), np.full(count, -0.02)], 1)
        if design.hair == "bob":  # the ends curl in
            down[:, 0] = -np.sign(at[:, 0]) * 0.40 * step(-at[:, 1], 0.35, 0.85)
        over = step(np.abs(at[:, 0]), 0.18, 0.62)[:, None]
        over = np.maximum(over, step(-z, 0.2, 0.7)[:, None] * 0.85)
        return np.asarray(away * (1 - over) + down * over)

    def height(share: float) -> Array:
        return np.asarray(most * (0.20 + 0.80 * layer) * np.minimum(share * rises + at_root, 1.0))

    def cling(at: Array) -> Array:
        return np.where(at[:, 1] > -0.15, 0.35, 0.05)

    # none so far into the face that it hangs there alone
    stray = np.maximum(chance.normal(0, 0.035, count) - 0.05 * (layer > 0.85), FARTHEST_STRAY)
    paths = grow(roots, length, 46, direction, height, cling, beside_face(design.face_gap, 0.66, stray))
    depth = design.wave or (WAVY_DEPTH if design.hair == "wavy" else 0.010)
    paths = waves(paths, depth, design.wave_frequency, chance, alike=True)
    return Guides(paths, float(most.max()), design.clump, design.frizz)


def _tied(design: Design, roots: Roots, chance: np.random.Generator) -> Guides:
    target = np.array(TIED[design.hair])
    layer = chance.random(len(roots))
    most = 0.030 + 0.035 * design.hair_volume * layer
    length = np.linalg.norm(target - roots.points, axis=1) * 1.12

    def height(share: float) -> Array:
        bow = 0.02 * np.sin(share * 3.14) * design.hair_volume
        return np.asarray((most + bow) * min(share * FLAT_RISE, 1))

    paths = grow(
        roots, length, 26, lambda at, share, normal: np.asarray(unit(target - at)), height,
        lambda at: np.full(len(at), 0.6),
    )  # fmt: skip
    return Guides(paths, 0.08, design.clump, design.frizz, gather=3.0)


def _buzz(roots: Roots) -> Guides:
    count = len(roots)
    paths = grow(
        roots,
        np.full(count, 0.05),
        4,
        lambda at, share, normal: normal * 0.7 + np.array([0, -0.4, 0.3]),
        lambda share: np.full(count, 0.002),
        lambda at: np.zeros(len(at)),
    )
    return Guides(paths, 0.05, 0.0, 0.004)
