"""The eyeballs behind the lids."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from visavis.face.build.mesh import FaceMesh
from visavis.face.build.topology import EYES
from visavis.face.portrait import Picture, Portrait

LID_SHADOW = 0.50
LID_SHADOW_FALL_512 = 3.4
"""Depth of the upper lid's shadow on the eye, and px of the reference framing over which it fades."""

SHADOW_CURVE = 0.4
"""How much of the lid's curve the shadow's edge has."""


def bare_eyeballs(portrait: Portrait, mesh: FaceMesh) -> Picture:
    """The picture with eyeballs where the lids are: as given, shaded by the lids; else grown."""
    if portrait.eyeballs is not None:
        return _shaded_by_lids(portrait, mesh, portrait.eyeballs)
    opening = np.zeros(portrait.matte.shape, np.uint8)
    for eye in EYES:
        outline = mesh.points[[*eye.upper, *eye.lower[-2:0:-1]]]
        cv2.fillPoly(opening, [np.round(outline).astype(np.int32)], 255)
    seen: Any = cv2.erode(opening, np.ones((3, 3), np.uint8))
    reach = round(15 * portrait.px_per_512) | 1
    wider: Any = cv2.dilate(opening, np.ones((reach, reach), np.uint8))
    grown: Any = cv2.inpaint(portrait.picture, wider & ~seen, 3, cv2.INPAINT_TELEA)
    return np.asarray(grown, np.uint8)


def _shaded_by_lids(portrait: Portrait, mesh: FaceMesh, eyeballs: Picture) -> Picture:
    rows = np.arange(portrait.height)[:, None] + 0.5
    columns = np.arange(portrait.width) + 0.5
    gain = np.ones(portrait.matte.shape)
    for eye in EYES:
        upper = mesh.points[list(eye.upper)]
        # the shadow turns with the eyeball, so it must not grow dark where only a glance aside shows it
        edge = np.interp(columns, upper[:, 0], upper[:, 1])
        lid = upper[:, 1].min() + SHADOW_CURVE * (edge - upper[:, 1].min())
        below = np.maximum(rows - lid, 0) / (LID_SHADOW_FALL_512 * portrait.px_per_512)
        near = (columns > upper[0, 0] - 20 * portrait.px_per_512) & (
            columns < upper[-1, 0] + 20 * portrait.px_per_512
        )
        gain = np.where(near[None], 1 - LID_SHADOW * np.exp(-below), gain)
    shaded: Picture = np.clip(eyeballs * gain[..., None] + 0.5, 0, 255).astype(np.uint8)
    return shaded
