"""The exact curves that the rig needs, in head units, as `face.portrait.Curves` names them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from visavis.face.sculpt.anatomy import Anatomy, anatomy
from visavis.face.sculpt.curves import (
    lid_bottom,
    lid_top,
    lip_bottom,
    lip_drop,
    lip_raise,
    lip_top,
    mouth_line,
)
from visavis.face.sculpt.design import Design, Moment
from visavis.face.sculpt.field.lids import EYE_RADIUS, EYE_Z, LID_THICKNESS
from visavis.face.sculpt.field.surface import to_front
from visavis.face.sculpt.grooming.brows import brow_line
from visavis.face.sculpt.shading.eyeballs import IRIS_X, IRIS_Y

Points = NDArray[np.float64]

LIP_POINTS, LID_POINTS, BROW_POINTS, OVAL_POINTS = 21, 17, 9, 36
INSIDE = 1e-3
"""The lips' inner edges lie this far on either side of the line between them."""
OVAL_CENTRE_Y, OVAL_SHAPE = -0.06, 0.80
HAIRLINE = 0.66
SIDES = {"left": -1, "right": 1}
"""Of the picture."""


def outlines(design: Design, moment: Moment) -> dict[str, Points]:
    """Name -> (n, 3)."""
    body = anatomy(design, moment)
    curves = _lips(body) | {"face_oval": _oval(body), "nose": _nose(body)}
    for name, side in SIDES.items():
        curves |= {f"{part}_{name}": points for part, points in _eye(body, design, side).items()}
    return curves


def _lips(body: Anatomy) -> dict[str, Points]:
    t = np.linspace(-1, 1, LIP_POINTS)
    x, line, up, down = t * body.mouth_width, mouth_line(t, body), lip_raise(t, body), lip_drop(t, body)
    return {
        "lip_outer_top": _on_face(x, lip_top(t, body) + up, body),
        "lip_outer_bottom": _on_face(x, lip_bottom(t, body) - down, body),
        "lip_inner_top": _on_face(x, line + up + INSIDE, body),
        "lip_inner_bottom": _on_face(x, line - down - INSIDE, body),
    }


def _eye(body: Anatomy, design: Design, side: int) -> dict[str, Points]:
    u = np.linspace(-1, 1, LID_POINTS)
    x = u * design.eye_width
    radius = EYE_RADIUS + LID_THICKNESS
    lids = {}
    for name, edge in (("lid_top", lid_top), ("lid_bottom", lid_bottom)):
        y = edge(u, side, body)
        z = EYE_Z + np.sqrt(np.maximum(radius**2 - x**2 - (y - design.eye_height) ** 2, 1e-4))
        lids[name] = np.stack([side * (x + design.eye_distance), y, z], 1)
    brow = brow_line(np.linspace(0, 1, BROW_POINTS), side, design)
    iris = [side * (design.eye_distance + IRIS_X), design.eye_height + IRIS_Y, EYE_Z + EYE_RADIUS]
    return lids | {
        "brow_top": _on_face(side * brow.x, brow.y + brow.half, body),
        "brow_bottom": _on_face(side * brow.x, brow.y - brow.half, body),
        "iris": np.array([iris]),
    }


def _nose(body: Anatomy) -> Points:
    tip = -0.185 * float(body.nose_length[0])
    y = np.array([0.14, 0.05, -0.05, -0.13, tip, tip - 0.10 * float(body.nose_length[0])])
    return _on_face(np.zeros(6), y, body)


def _oval(body: Anatomy) -> Points:
    """The silhouette of the face, clockwise from the top, ending at the hairline."""
    angle = np.linspace(0, 2 * np.pi, OVAL_POINTS, endpoint=False)
    along = np.stack([np.sin(angle) * OVAL_SHAPE, np.cos(angle)], 1)
    # below the chin the neck must not count
    least_z = 0.02 + 0.26 * np.clip(-np.cos(angle) * 2.0 - 0.5, 0, 1)
    low, high = np.full(OVAL_POINTS, 0.2), np.full(OVAL_POINTS, 1.4)
    for _ in range(24):
        middle = (low + high) / 2
        x, y = middle * along[:, 0], OVAL_CENTRE_Y + middle * along[:, 1]
        on_face = _on_face(x, y, body)[:, 2] > least_z
        low, high = np.where(on_face, middle, low), np.where(on_face, high, middle)
    top = HAIRLINE - 0.10 * np.sin(angle) ** 2 - OVAL_CENTRE_Y
    upper = np.cos(angle) > 0.2
    low[upper] = np.minimum(low[upper], top[upper] / np.cos(angle[upper]))
    return np.stack([low * along[:, 0], OVAL_CENTRE_Y + low * along[:, 1], np.full(OVAL_POINTS, 0.05)], 1)


def _on_face(x: NDArray[np.floating], y: NDArray[np.floating], body: Anatomy) -> Points:
    points = np.stack([x, y, np.zeros(len(x))], 1)
    to_front(points, body, np.zeros_like(points))
    return points
