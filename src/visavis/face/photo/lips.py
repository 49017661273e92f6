"""Closes the mouth of a photo: where the lips go, and the picture bent to it."""

from __future__ import annotations

from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from visavis.face.build.topology import (
    CHIN,
    IRIS_POINTS_FROM,
    LOWER_LIP_ROWS,
    MOUTH_CORNERS,
    NOSE_BASE,
    OVAL,
    UPPER_LIP_ROWS,
    Template,
)
from visavis.face.portrait import Picture

Points = NDArray[np.float64]
Triangles = NDArray[np.int32]

UPPER_COMES = 0.45
"""Share of the gap that the upper lip closes; the lower one closes the rest."""
CHIN_COMES = 0.6
"""Share of the lower lip's way that the skin below it goes along."""
NOSE_COMES = 0.4
SEALED = 0.015
"""A gap of so many mouth widths is none; the photo's own line between the lips is the best there is."""
SEAM_CLEARED, SEAM_DARK, SEAM_WIDTH = 0.03, 0.42, 0.010
"""The line that is drawn between lips that were apart: what is cleared for it, its depth, its width."""
RELAX_FULL_AT = 0.12
"""A gap of so many mouth widths is a full grin, whose corners are let go by RELAX of a smile."""
RELAX, CORNER_IN, CORNER_DOWN = 0.85, 0.10, 0.075
"""How much of the grin goes; how far its corners lie outside and above a neutral mouth's, in its widths."""


class NeutralMouth(NamedTuple):
    picture: Picture
    points: Points  # (478, 2) lips sealed
    gap: float
    """How far the lips were apart, in mouth widths."""


def gap_of(points: Points) -> float:
    """Between the lips at their middle, in mouth widths."""
    upper, lower = points[UPPER_LIP_ROWS[0][5], :2], points[LOWER_LIP_ROWS[0][5], :2]
    right, left = points[list(MOUTH_CORNERS), :2]
    return float(np.hypot(*(lower - upper)) / np.hypot(*(left - right)))


def close_mouth(picture: Picture, points: Points, template: Template) -> NeutralMouth:
    """`points`: (478, 2) px, upright."""
    closed = _closed(points)
    gap = gap_of(points)
    bent = _bent(picture, points, closed, template.triangles)
    return NeutralMouth(_with_seam(bent, closed) if gap > SEALED else bent, closed, gap)


def _closed(points: Points) -> Points:
    gap = gap_of(points) * _mouth(points).width
    moved = _skin_follows(points, gap)
    seam = (1 - UPPER_COMES) * points[list(UPPER_LIP_ROWS[0])] + UPPER_COMES * points[list(LOWER_LIP_ROWS[0])]
    for rows in (UPPER_LIP_ROWS, LOWER_LIP_ROWS):
        to_seam = seam - points[list(rows[0])]
        for row in rows:
            moved[list(row[1:-1])] = to_seam[1:-1]
    sealed = points + moved
    sealed += _let_go(sealed) * RELAX * min(gap_of(points) / RELAX_FULL_AT, 1.0)
    sealed[list(OVAL)] = points[list(OVAL)]
    return sealed


class _Mouth(NamedTuple):
    """Where everything lies as seen from the mouth: half its width is 1, down is positive."""

    width: float  # px
    across: Points
    down: Points
    to_chin: float
    to_nose: float


def _mouth(points: Points) -> _Mouth:
    right, left = points[list(MOUTH_CORNERS)]
    width = float(np.hypot(*(left - right)))
    across, down = ((points - (right + left) / 2) / (width / 2)).T
    return _Mouth(width, across, down, to_chin=float(down[CHIN]), to_nose=-float(down[NOSE_BASE]))


def _skin_follows(points: Points, gap: float) -> Points:
    """How far the skin above and below the lips goes along, less and less towards nose and chin."""
    mouth = _mouth(points)
    beside = np.exp(-((np.abs(mouth.across) / 1.25) ** 4))
    below = -(1 - UPPER_COMES) * CHIN_COMES * np.clip(1 - mouth.down / mouth.to_chin, 0, 1)
    above = UPPER_COMES * NOSE_COMES * np.clip(1 + mouth.down / mouth.to_nose, 0, 1)
    moved = np.zeros_like(points)
    moved[:, 1] = gap * beside * np.where(mouth.down > 0, below, above)
    moved[[number for rows in (UPPER_LIP_ROWS, LOWER_LIP_ROWS) for row in rows for number in row]] = 0
    moved[IRIS_POINTS_FROM:] = 0
    return moved


def _let_go(points: Points) -> Points:
    """From a grin to rest: corners come in and down. Nothing above the nose's base moves."""
    mouth = _mouth(points)
    beyond = np.clip(np.abs(mouth.across) - 1, 0, 9)
    near = np.exp(-((mouth.down / (0.75 * mouth.to_chin)) ** 2) - (beyond / 0.55) ** 2)
    near *= np.clip(1 + mouth.down / mouth.to_nose, 0, 1)
    inside = np.clip(mouth.across, -1, 1)
    inwards, downwards = -inside * CORNER_IN, (inside**2 - 0.25) * CORNER_DOWN
    return np.asarray(np.stack([inwards, downwards], 1) * near[:, None] * mouth.width)


def _with_seam(picture: Picture, points: Points) -> Picture:
    """The edges of parted lips are of all colours, from teeth to shadow: clear them, and draw one line."""
    line = points[list(UPPER_LIP_ROWS[0])]
    width = float(np.hypot(*(line[-1] - line[0])))
    path = [np.round(line * 16).astype(np.int32)]
    near = np.zeros(picture.shape[:2], np.uint8)
    cv2.polylines(near, path, False, 1, max(round(2 * SEAM_CLEARED * width), 3), cv2.LINE_8, 4)
    cleared: Any = cv2.inpaint(picture, near, 3, cv2.INPAINT_TELEA)
    drawn = np.zeros(picture.shape[:2], np.float32)
    cv2.polylines(drawn, path, False, 1.0, 1, cv2.LINE_AA, 4)
    sigma = max(SEAM_WIDTH * width, 0.7)
    soft: Any = cv2.GaussianBlur(drawn, (0, 0), sigma)
    soft /= max(float(soft.max()), 1e-6)
    across = np.clip((np.arange(picture.shape[1]) - line[0, 0]) / (line[-1, 0] - line[0, 0]), 0, 1)
    taper = np.clip(np.minimum(across, 1 - across) / 0.08, 0.35, 1)
    shade = 1 - SEAM_DARK * soft * taper[None]
    return np.asarray(np.clip(cleared * shade[..., None] + 0.5, 0, 255), np.uint8)


def _bent(picture: Picture, source: Points, target: Points, triangles: Triangles) -> Picture:
    """The picture, each triangle brought from where it is to where it should be."""
    height, width = picture.shape[:2]
    moved = np.abs(target - source).max(1) > 0.02
    columns, rows = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    opening = {*UPPER_LIP_ROWS[0], *LOWER_LIP_ROWS[0]}
    for triangle in triangles:
        if not moved[triangle].any() or set(triangle.tolist()) <= opening:
            continue
        corners = target[triangle]
        x0, y0 = np.maximum(np.floor(corners.min(0)).astype(int), 0)
        x1, y1 = np.minimum(np.ceil(corners.max(0)).astype(int) + 1, [width, height])
        inverse = _affine(corners, source[triangle])
        if inverse is None or x1 <= x0 or y1 <= y0:
            continue
        inside = np.zeros((y1 - y0, x1 - x0), np.uint8)
        outline = np.round((corners - [x0, y0]) * 16).astype(np.int32)
        cv2.fillConvexPoly(inside, outline, 1, lineType=cv2.LINE_8, shift=4)
        y, x = np.nonzero(inside)
        place = np.stack([x + x0, y + y0, np.ones(len(x))]).astype(np.float64)
        there = inverse @ place
        columns[y + y0, x + x0] = there[0]
        rows[y + y0, x + x0] = there[1]
    bent: Any = cv2.remap(picture, columns, rows, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(bent, np.uint8)


def _affine(corners: Points, source: Points) -> Points | None:
    """(2, 3) from one triangle to another; None for one without area."""
    system = np.hstack([corners, np.ones((3, 1))])
    if abs(np.linalg.det(system)) < 0.5:
        return None
    return np.asarray(np.linalg.solve(system, source).T, np.float64)
