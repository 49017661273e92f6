"""The 478 points of a face: as they were found in a photo, or laid onto curves that are known exactly."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import RBFInterpolator

from visavis.face.build.topology import (
    EYES,
    IRIS_POINTS_FROM,
    LOWER_LIP_ROWS,
    NOSE_BASE,
    NOSE_BRIDGE,
    NOSE_TIP,
    OVAL,
    UPPER_LIP_ROWS,
    Template,
)
from visavis.face.portrait import Curves, Portrait

Points = NDArray[np.float64]

INNER_LIP = np.linspace(0.045, 0.955, 11)
"""Where the inner lip points lie on the line from corner to corner, 0 to 1: the rows' ends must not meet."""
OVAL_INSET = 0.04
"""The oval is drawn this much inside the silhouette, or cheeks and temples tear when the head turns."""
FOLD_ABOVE_LID_512 = 9.0
"""Distance of the fold points from the lid's edge, px of the reference framing."""
IRIS_RADIUS_512 = 11.5


def landmarks_of(portrait: Portrait, template: Template) -> Points:
    """(478, 2)"""
    if portrait.landmarks is None:
        return _fitted(portrait, template)
    points = portrait.landmarks.copy()
    oval = points[list(OVAL)]
    points[list(OVAL)] = _inset(oval)
    return points


def _inset(oval: Points) -> Points:
    return np.asarray(oval + (oval.mean(0) - oval) * OVAL_INSET)


def _fitted(portrait: Portrait, template: Template) -> Points:
    """Exact where a curve is known, the template bent between."""
    known: dict[int, Points] = {}
    _put_lips(known, portrait.curves)
    _put_eyes(known, portrait)
    known.update(zip(OVAL, _inset(portrait.curves["face_oval"]), strict=True))
    nose = portrait.curves["nose"]
    known.update(zip((NOSE_BRIDGE, NOSE_TIP, NOSE_BASE), (nose[0], nose[4], nose[5]), strict=True))

    numbers = np.array(list(known))
    targets = np.array(list(known.values()))
    anchors = numbers < IRIS_POINTS_FROM
    start = template.points[numbers[anchors]]
    # a similarity first, so that the spline only has to bend
    scale = np.ptp(targets[anchors][:, 0]) / np.ptp(start[:, 0])
    placed = (template.points - start.mean(0)) * scale + targets[anchors].mean(0)
    bend = RBFInterpolator(
        placed[numbers[anchors]],
        targets[anchors] - placed[numbers[anchors]],
        kernel="thin_plate_spline",
        smoothing=1.0,
    )
    points: Points = placed + bend(placed)
    points[numbers] = targets
    return points


def resample(curve: Points, at: Points) -> Points:
    """Points of a polyline at parameters 0..1 along its numbering."""
    along = np.linspace(0, 1, len(curve))
    return np.stack([np.interp(at, along, curve[:, axis]) for axis in range(curve.shape[1])], 1)


def lid_edge(curves: Curves, edge: str, eye: int) -> Points:
    """The nine points of a lid's edge (`top` or `bottom`) from the picture's left to its right."""
    along = np.linspace(0, 1, 9)
    return resample(curves[f"lid_{edge}_{_side(eye)}"], along[::-1] if eye == 0 else along)


def _side(eye: int) -> str:
    return "left" if eye == 0 else "right"


def put_lip(
    known: dict[int, Points] | Points, rows: tuple[Sequence[int], ...], inner: Points, outer: Points
) -> None:
    """The four rows of a lip, from its inner and its outer edge (11, 2); the rows end together."""
    _put(known, rows[3], outer)
    _put(known, rows[0], inner)
    for row, share in ((rows[1], 0.33), (rows[2], 0.67)):
        between = inner * (1 - share) + outer * share
        _put(known, row[1:-1], between[1:-1])
    for end in (0, -1):
        known[rows[1][end]] = 0.7 * inner[end] + 0.3 * outer[end]
        known[rows[2][end]] = 0.35 * inner[end] + 0.65 * outer[end]


def _put(known: dict[int, Points] | Points, numbers: Sequence[int], points: Points) -> None:
    for number, point in zip(numbers, points, strict=True):
        known[number] = point


def _put_lips(known: dict[int, Points], curves: Curves) -> None:
    along = np.linspace(0, 1, 11)
    for rows, edge in ((UPPER_LIP_ROWS, "top"), (LOWER_LIP_ROWS, "bottom")):
        outer = resample(curves[f"lip_outer_{edge}"], along)
        put_lip(known, rows, resample(curves[f"lip_inner_{edge}"], INNER_LIP), outer)


def _put_eyes(known: dict[int, Points], portrait: Portrait) -> None:
    curves, unit = portrait.curves, portrait.px_per_512
    inwards = np.linspace(1, 0, 5)
    for eye, points in enumerate(EYES):
        side = _side(eye)
        upper = lid_edge(curves, "top", eye)
        _put(known, points.upper, upper)
        _put(known, points.lower, lid_edge(curves, "bottom", eye))
        _put(known, points.fold, upper[1:-1] - [0, FOLD_ABOVE_LID_512 * unit])
        centre, radius = curves[f"iris_{side}"][0], IRIS_RADIUS_512 * unit
        ring = np.array([[0, 0], [1, 0], [0, -1], [-1, 0], [0, 1]]) * radius
        _put(known, points.iris, centre + ring)
        _put(known, points.brow[:5], resample(curves[f"brow_top_{side}"], inwards))
        _put(known, points.brow[5:], resample(curves[f"brow_bottom_{side}"], inwards[::-1]))
