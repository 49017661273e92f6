"""The mesh: the face's landmarks, and round them rings and a grid out to the frame's edge."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import grey_closing
from scipy.spatial import Delaunay

from visavis.face.build.topology import (
    CHIN,
    EYES,
    LOWER_LIP_ROWS,
    OVAL,
    POINTS,
    UPPER_LIP_ROWS,
    Template,
)
from visavis.face.portrait import Plane, Portrait

Points = NDArray[np.float64]
Triangles = NDArray[np.int32]

STEP_512 = 24.0
"""Side of the grid's squares, px of the reference framing."""
RINGS = ((1.14, 36), (1.32, 30))
"""Size relative to the face oval, and points, of the rings between face and grid."""
GRID_FROM = 1.42
MARGIN_512 = 8.0
"""The grid reaches this far beyond the frame."""
OVAL_DIPS = 3
"""Dips in the oval's relief that are shorter than so many points are filled."""
FACE_RELIEF_BLUR_512, BODY_RELIEF_BLUR_512 = 4.0, 14.0


@dataclass(frozen=True, slots=True)
class FaceMesh:
    points: Points  # (n, 2); the first 478 are the landmarks
    relief: NDArray[np.float64]  # (n,)
    face: Triangles  # without the openings of eyes and mouth
    surroundings: Triangles
    holes: Triangles  # the openings, lips and lids bridged
    face_centre: Points  # (2,)
    face_size: Points  # (2,) width and height of the oval


def build_mesh(portrait: Portrait, landmarks: Points, template: Template) -> FaceMesh:
    oval = landmarks[list(OVAL)]
    centre, size = oval.mean(0), np.ptp(oval, axis=0)
    points = np.vstack([landmarks, _around(portrait, centre, size / 2)])
    return FaceMesh(
        points=points,
        relief=_relief_at(portrait, points),
        face=_face_triangles(template),
        surroundings=_surroundings(points, oval),
        holes=_hole_triangles(),
        face_centre=centre,
        face_size=size,
    )


def head_weight(mesh: FaceMesh) -> NDArray[np.float64]:
    """(n,) 1 on the head, fading to 0 down the neck and out to the shoulders."""
    x, y = mesh.points.T
    width, height = mesh.face_size
    chin = mesh.points[CHIN, 1]
    neck = ramp(y, chin + 0.02 * height, chin + 0.55 * height)
    aside = ramp(np.abs(x - mesh.face_centre[0]), 0.75 * width, 1.15 * width)
    aside *= ramp(y, chin - 0.35 * height, chin)
    weight: NDArray[np.float64] = (1 - neck) * (1 - aside)
    weight[:POINTS] = 1
    return weight


def ramp(x: NDArray[np.float64], start: float, end: float) -> NDArray[np.float64]:
    """0 before `start`, 1 after `end`, smooth between."""
    t: NDArray[np.float64] = np.clip((x - start) / (end - start), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float64)


def _around(portrait: Portrait, centre: Points, radius: Points) -> Points:
    unit = portrait.px_per_512
    width, height = portrait.width, portrait.height
    rings = []
    for relative, count in RINGS:
        angle = 2 * np.pi * np.arange(count) / count
        ring = centre + np.stack([np.cos(angle), np.sin(angle)], 1) * radius * relative
        rings.append(ring[((ring > 0) & (ring < [width, height])).all(1)])
    step, margin = STEP_512 * unit, MARGIN_512 * unit
    columns = np.linspace(-margin, width + margin, round(width / step) + 1)
    rows = np.linspace(-margin, height + margin, round(height / step) + 1)
    grid = np.stack(np.meshgrid(columns, rows), -1).reshape(-1, 2)
    outside = (((grid - centre) / (radius * GRID_FROM)) ** 2).sum(1) > 1
    return np.vstack([*rings, grid[outside]])


def _relief_at(portrait: Portrait, points: Points) -> NDArray[np.float64]:
    unit = portrait.px_per_512
    face, body = (_smooth(portrait, sigma * unit) for sigma in (FACE_RELIEF_BLUR_512, BODY_RELIEF_BLUR_512))
    column = np.clip(np.round(points[:, 0]).astype(int), 0, portrait.width - 1)
    row = np.clip(np.round(points[:, 1]).astype(int), 0, portrait.height - 1)
    relief: NDArray[np.float64] = body[row, column].astype(np.float64)
    relief[:POINTS] = face[row, column][:POINTS]
    # where the oval comes near the silhouette the relief falls off, and a turn would dent the temple
    relief[list(OVAL)] = grey_closing(relief[list(OVAL)], OVAL_DIPS, mode="wrap")
    return relief


def _smooth(portrait: Portrait, sigma: float) -> Plane:
    """Blur the relief without letting in what lies beyond the silhouette."""
    weight = portrait.matte + np.float32(1e-3)
    blurred = cv2.GaussianBlur(portrait.relief * weight, (0, 0), sigma)
    return np.asarray(blurred / cv2.GaussianBlur(weight, (0, 0), sigma), np.float32)


def _face_triangles(template: Template) -> Triangles:
    openings = [set(UPPER_LIP_ROWS[0]) | set(LOWER_LIP_ROWS[0])]
    openings += [set(eye.upper) | set(eye.lower) for eye in EYES]
    kept = [t for t in template.triangles.tolist() if not any(set(t) <= opening for opening in openings)]
    return np.array(kept, np.int32)


def _surroundings(points: Points, oval: Points) -> Triangles:
    """Delaunay triangles of everything but the inside of the oval."""
    numbers = np.r_[list(OVAL), POINTS : len(points)]
    simplices = Delaunay(points[numbers]).simplices
    outline = oval.astype(np.float32).reshape(-1, 1, 2)
    kept = []
    for simplex in simplices:
        x, y = points[numbers[simplex]].mean(0)
        touches_outside = simplex.max() >= len(OVAL)
        if touches_outside or cv2.pointPolygonTest(outline, (float(x), float(y)), False) < 0:
            kept.append(numbers[simplex])
    return np.array(kept, np.int32)


def _hole_triangles() -> Triangles:
    pairs = [(UPPER_LIP_ROWS[0], LOWER_LIP_ROWS[0]), *((eye.upper, eye.lower) for eye in EYES)]
    triangles = []
    for upper, lower in pairs:
        for i in range(len(upper) - 1):
            triangles.append((upper[i], upper[i + 1], lower[i]))
            triangles.append((lower[i], upper[i + 1], lower[i + 1]))
    return np.array(triangles, np.int32)
