"""The eyeballs: sclera, iris, and what is mirrored in them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from visavis.face.sculpt.anatomy import Anatomy
from visavis.face.sculpt.colours import light, mix
from visavis.face.sculpt.curves import lid_bottom, lid_top
from visavis.face.sculpt.design import Design
from visavis.face.sculpt.smooth import bell, step

Array = NDArray[np.floating]

IRIS_X, IRIS_Y = -0.004, 0.013
"""Where the iris sits beside the middle of the eye, units."""
FIBRES = (7, 13, 19, 23, 31, 41, 53)


class Eyeballs(NamedTuple):
    colour: Array  # (n, 3) linear
    gloss: Array  # (n,) what is mirrored, to be added


def eyeballs(points: Array, body: Anatomy, design: Design, lidded: bool = True) -> Eyeballs:
    """At points (n, 3) of the head that looks ahead; without lids they cast no shadow."""
    side = np.where(points[:, 0] > 0, 1.0, -1.0)
    x = points[:, 0] - side * (design.eye_distance + IRIS_X)
    y = points[:, 1] - design.eye_height - IRIS_Y
    out = np.hypot(x, y) / design.iris_size
    u = (np.abs(points[:, 0]) - design.eye_distance) / design.eye_width
    white = np.tile(np.array([0.70, 0.665, 0.64]), (len(points), 1))
    if lidded:
        white = mix(white, np.array([0.62, 0.40, 0.36]), step(np.abs(u), 0.62, 1.0) * 0.55)
        white = mix(white, np.array([0.55, 0.25, 0.22]), bell(u + 0.99, 0.10) * 0.9)
    colour = mix(white, _iris(x, y, out, design), 1 - step(out, 0.93, 1.05))
    # a window up left, a faint card low right
    pane_x, pane_y = (x + 0.031) / 0.024, (y - 0.033) / 0.027
    bars = (np.abs(pane_y) > 0.06) * np.where(np.abs(pane_x) < 0.05, 0.5, 1)
    window = np.clip(1.25 - (pane_x**4 + pane_y**4), 0, 1) * bars
    card = np.clip(1 - ((x - 0.034) / 0.020) ** 2 - ((y + 0.040) / 0.012) ** 2, 0, 1)
    gloss = window * 2.1 + card * 0.16
    if lidded:
        near = np.clip(u, -1, 1)
        top, bottom = lid_top(near, side, body), lid_bottom(near, side, body)
        shade = 1 - 0.62 * np.exp(-np.maximum(top - points[:, 1], 0) / 0.026)
        shade *= 1 - 0.22 * np.exp(-np.maximum(points[:, 1] - bottom, 0) / 0.012)
        shade *= 1 - 0.30 * np.clip(np.abs(u), 0, 1) ** 4
        colour = colour * shade[:, None]
        gloss = gloss + bell(points[:, 1] - bottom - 0.006, 0.0035) * 0.20
    return Eyeballs(colour, gloss)


def _iris(x: Array, y: Array, out: Array, design: Design) -> Array:
    """Fibres round the pupil, a ring of another colour, a dark rim; light pools opposite the key."""
    angle = np.arctan2(y, x)
    chance = np.random.default_rng(3)
    fibres = np.zeros(len(x))
    for count in FIBRES:
        strength, phase = chance.normal(), chance.uniform(0, 6.28)
        fibres += strength * np.sin(angle * count + phase + out * chance.normal(0, 1.5))
    pooled = 0.5 - 0.75 * y / design.iris_size + 0.25 * x / design.iris_size
    bright = (0.30 + 0.72 * np.clip(pooled, 0, 1.2))[:, None]
    colour = light(design.iris) * (1 + 0.32 * fibres / 2.6 * step(out, 0.35, 0.6))[:, None] * bright
    colour = mix(colour, light(design.iris_inner) * bright, bell(out - 0.50, 0.14) * 0.42)
    colour = colour * (1 - 0.72 * step(out, 0.78, 1.0))[:, None]
    pupil = step(out, design.pupil * 0.86, design.pupil * 1.10)[:, None]
    return np.asarray(colour * (pupil * 0.985) + 0.006)
