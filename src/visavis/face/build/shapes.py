"""What each control moves: one displacement of all vertices per control, added up at run time.

Lengths are shares of the face's own measures: mouth width, mouth to chin, mouth to nose, distance of the
eyes. The shares were tuned by eye on photographs and on the stock people.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from visavis.face.build.landmarks import lid_edge
from visavis.face.build.mesh import FaceMesh, ramp
from visavis.face.build.topology import (
    CHIN,
    EYES,
    LIP_CORNER_POINTS,
    LOWER_LIP_ROWS,
    MOUTH_CORNERS,
    NOSE_BASE,
    UPPER_LIP_ROWS,
    EyePoints,
)
from visavis.face.expression import MOVES_MESH, Control
from visavis.face.portrait import Portrait

Values = NDArray[np.float64]

JAW_DROP = 0.165
"""Of the face's height, at full jaw."""
CORNERS_FOLLOW_JAW = 0.16
CHIN_FOLLOWS_JAW = 0.8
NECK_REACH = 0.9
"""Of the way from mouth to chin: how far below it the neck gives way; on less it would fold over and tear."""
JAW_ROUNDNESS, LIP_ROUNDNESS, PUCKER_ROUNDNESS = 0.6, 0.75, 0.45
"""How bluntly the opening ends at the corners; small is blunt."""
BITE_RAISES, BITE_TUCKS = 3.0, 0.9
"""The same of a bite: the upper lip bares the front teeth alone, the lower one is drawn in all along."""
BITE_IN_PHOTO = 1.25
"""How much further it is raised in a photo: the lips' edges are blurred there, and cover what it bares."""

# per lip row from the opening outwards, times mouth width: vertical movement, down is positive
UPPER_ROWS = {
    Control.PUCKER: (-0.022, -0.023, -0.026, -0.028),
    Control.PRESS: (0.0, 0.022, 0.036, 0.040),
    Control.UPPER_LIP: (-0.085, -0.085, -0.081, -0.068),
    Control.LIP_BITE: (-0.066, -0.060, -0.050, -0.037),
}
LOWER_ROWS = {
    Control.PUCKER: (0.022, 0.026, 0.032, 0.036),
    Control.PRESS: (0.0, -0.025, -0.040, -0.045),
    Control.LOWER_LIP: (0.12, 0.12, 0.114, 0.096),
    Control.LIP_BITE: (-0.036, -0.062, -0.084, -0.090),
}
BLINK_WITHOUT_PICTURE = (0.86, 0.14)
"""Shares of the opening that upper and lower lid travel when no closed lids are known."""
FOLD_FOLLOWS, ABOVE_FOLD_FOLLOWS, BELOW_FOLLOWS = 0.55, 0.14, 0.10
SQUINT_UPPER, SQUINT_LOWER, SQUINT_BELOW = 0.10, 0.16, 0.14
BROW_RAISE, BROW_KNIT, BROW_KNIT_DOWN = 0.075, 0.03, 0.02
BEHIND_GLASSES = 0.12
"""Share of their way that brows and the skin below the eyes go where glasses are part of the picture."""
BROW_SLANT, BROW_HALF = 0.06, 0.17


@dataclass(frozen=True, slots=True)
class MouthFrame:
    """Coordinates round the mouth: `across` is -1 and 1 at the corners, `down` px below their line."""

    centre: Values
    along: Values  # unit vector towards the picture's right
    width: float
    to_chin: float
    to_nose: float
    jaw_drop: float
    across: Values  # (n,)
    down: Values  # (n,)


def mouth_frame(mesh: FaceMesh) -> MouthFrame:
    right, left = mesh.points[list(MOUTH_CORNERS)]
    centre, width = (right + left) / 2, float(np.hypot(*(left - right)))
    along = (left - right) / width
    offset = mesh.points - centre
    return MouthFrame(
        centre=centre,
        along=along,
        width=width,
        to_chin=float(mesh.points[CHIN, 1] - centre[1]),
        to_nose=float(centre[1] - mesh.points[NOSE_BASE, 1]),
        jaw_drop=float(JAW_DROP * mesh.face_size[1]),
        across=offset @ along / (width / 2),
        down=offset @ np.array([-along[1], along[0]]),
    )


def build_shapes(portrait: Portrait, mesh: FaceMesh) -> Values:
    """(13, n, 2) displacement of every vertex at full control."""
    shapes = np.zeros((MOVES_MESH, len(mesh.points), 2))
    mouth = mouth_frame(mesh)
    _add_jaw(shapes, mesh, mouth)
    _add_corners(shapes, mouth)
    _add_lips(shapes, mouth, bares=1.0 if portrait.landmarks is None else BITE_IN_PHOTO)
    for eye, points in enumerate(EYES):
        _add_lids(shapes, portrait, mesh, eye, points)
        _add_brow(shapes, portrait, mesh, eye, points)
    return shapes


def opening_profile(across: Values, roundness: float) -> Values:
    """How far the lips part between the corners at -1 and 1, relative to the middle."""
    return np.asarray(np.clip(1 - across**2, 0, 1) ** roundness)


def _add_jaw(shapes: Values, mesh: FaceMesh, mouth: MouthFrame) -> None:
    """The chin drops as one piece, the lower lip by its profile, the skin between by both."""
    across, chin = mouth.across, mouth.to_chin
    beside = np.clip(np.abs(across) - 1, 0, 9)
    edge = _jaw_profile(np.clip(across, -1, 1)) * np.exp(-((beside / 0.4) ** 2))
    under = mouth.down - _lip_edge(mouth, LOWER_LIP_ROWS[3])
    rigid = CHIN_FOLLOWS_JAW * np.exp(-((np.abs(across) / 1.9) ** 4))
    weight = edge + (rigid - edge) * ramp(under, 0, 0.55 * chin)
    weight *= ramp(under, -0.3 * chin, 0) * (1 - ramp(mouth.down, chin, (1 + NECK_REACH) * chin))
    for row, numbers in enumerate(LOWER_LIP_ROWS):
        profile = _jaw_profile(np.linspace(-1, 1, 11))
        weight[list(numbers)] = profile if row < 3 else np.maximum(profile, 0.25)
    # the corners follow a little, and take what is next to them along
    near_corner = CORNERS_FOLLOW_JAW * np.exp(-(((np.abs(across) - 1) / 0.25) ** 2))
    for numbers in UPPER_LIP_ROWS:
        weight[list(numbers[1:-1])] = near_corner[list(numbers[1:-1])]
    above = _skin(len(across)) & (mouth.down < 0)
    weight[above] = (near_corner * np.exp(-((mouth.down / (0.15 * mouth.width)) ** 2)))[above]
    weight[list(LIP_CORNER_POINTS)] = CORNERS_FOLLOW_JAW
    shapes[Control.JAW, :, 1] = weight * mouth.jaw_drop
    # cheeks are drawn in a little as the mouth opens
    band = np.exp(-(((mouth.down - 0.1 * chin) / (0.6 * chin)) ** 2))
    drawn = np.clip(across, -1.6, 1.6) * np.exp(-((np.abs(across) / 1.7) ** 4)) * band
    below_nose = ramp(mouth.down, -1.1 * mouth.to_nose, -0.4 * mouth.to_nose)
    shapes[Control.JAW, :, 0] = -0.10 * mouth.width * drawn * below_nose


def _skin(count: int) -> NDArray[np.bool_]:
    """Which of the vertices are no points of the lips."""
    skin = np.ones(count, np.bool_)
    skin[[number for rows in (UPPER_LIP_ROWS, LOWER_LIP_ROWS) for row in rows for number in row]] = False
    return skin


def _jaw_profile(across: Values) -> Values:
    return CORNERS_FOLLOW_JAW + (1 - CORNERS_FOLLOW_JAW) * opening_profile(across, JAW_ROUNDNESS)


def _lip_edge(mouth: MouthFrame, row: tuple[int, ...]) -> Values:
    """(n,) how far below the line of corners a row of lip points lies, at the place of each vertex."""
    numbers = list(row)
    return np.asarray(np.interp(mouth.across, mouth.across[numbers], mouth.down[numbers]))


def _add_corners(shapes: Values, mouth: MouthFrame) -> None:
    """Wide, smile, frown, pucker: what pulls or pushes the corners of the mouth."""
    across, down, width = mouth.across, mouth.down, mouth.width
    beyond = np.clip(np.abs(across) - 1, 0, 9)
    inside = np.clip(across, -1, 1)
    near = np.exp(-((down / (0.75 * mouth.to_chin)) ** 2) - (beyond / 0.55) ** 2)
    shapes[Control.WIDE, :, 0] = near * inside * 0.13 * width
    shapes[Control.WIDE, :, 1] = -near * inside**2 * 0.025 * width
    shapes[Control.SMILE, :, 0] = near * inside * 0.10 * width
    shapes[Control.SMILE, :, 1] = -near * (inside**2 - 0.25) * 0.10 * width
    shapes[Control.FROWN, :, 0] = -near * inside * 0.05 * width
    shapes[Control.FROWN, :, 1] = near * (inside**2 - 0.35) * 0.22 * width
    reach = np.where(down < 0, 0.42 * mouth.to_nose, 0.55 * mouth.to_chin)
    close = np.exp(-((down / reach) ** 2) - (beyond / 0.60) ** 2)
    shapes[Control.PUCKER, :, 0] = -close * inside * 0.205 * width
    shapes[Control.PUCKER, :, 1] = close * (inside**2 - 0.3) * 0.09 * width


def _add_lips(shapes: Values, mouth: MouthFrame, bares: float) -> None:
    """Move the rows of both lips; the skin next to a lip follows its outer row, less and less.

    `bares`: how much of the upper teeth a bite shows, 1 as usual.
    """
    skin = _skin(shapes.shape[1])
    above = _lip_edge(mouth, UPPER_LIP_ROWS[3]) - mouth.down
    under = mouth.down - _lip_edge(mouth, LOWER_LIP_ROWS[3])
    for rows, moves, distance, reach, bite, bitten in (
        (UPPER_LIP_ROWS, UPPER_ROWS, above, 0.9 * mouth.to_nose, BITE_RAISES, bares),
        (LOWER_LIP_ROWS, LOWER_ROWS, under, 0.7 * mouth.to_chin, BITE_TUCKS, 1.0),
    ):
        bluntness = {Control.PUCKER: PUCKER_ROUNDNESS, Control.LIP_BITE: bite}
        follows = skin * np.where(distance > 0, 1 - ramp(distance, 0, reach), 0)
        for control, shares in moves.items():
            roundness = bluntness.get(control, LIP_ROUNDNESS)
            profile = opening_profile(mouth.across, roundness) * mouth.width
            if control is Control.LIP_BITE:
                profile *= bitten
            shapes[control, :, 1] += follows * shares[3] * profile
            for row, numbers in enumerate(rows):
                inner = list(numbers[1:-1])
                shapes[control, inner, 1] += shares[row] * profile[inner]


def _add_lids(shapes: Values, portrait: Portrait, mesh: FaceMesh, eye: int, points: EyePoints) -> None:
    upper, lower = mesh.points[list(points.upper)], mesh.points[list(points.lower)]
    opening = lower - upper
    if portrait.closed_lid_curves:
        # both edges meet on the line where the closed lids of the picture meet
        line = lid_edge(portrait.closed_lid_curves, "top", eye)
        upper_move, lower_move = line - upper, line - lower
    else:
        by_upper, by_lower = BLINK_WITHOUT_PICTURE
        upper_move, lower_move = opening * by_upper, -opening * by_lower
    blink, squint = shapes[Control.BLINK_RIGHT + eye], shapes[Control.SQUINT]
    for j in range(1, len(upper) - 1):
        blink[points.upper[j]] += upper_move[j]
        blink[points.lower[j]] += lower_move[j]
        squint[points.upper[j]] += opening[j] * SQUINT_UPPER
        squint[points.lower[j]] -= opening[j] * SQUINT_LOWER
    height = opening[:, 1].max()
    free = _freedom(portrait)
    for numbers, share in ((points.fold, FOLD_FOLLOWS), (points.above_fold, ABOVE_FOLD_FOLLOWS * free)):
        for number in numbers:
            nearest = int(np.argmin(np.abs(upper[:, 0] - mesh.points[number, 0])))
            blink[number] += opening[nearest] * share
    for number in points.below:
        blink[number, 1] -= BELOW_FOLLOWS * height * free
        squint[number, 1] -= SQUINT_BELOW * height * free


def _freedom(portrait: Portrait) -> float:
    """Of the skin that the frame of a pair of glasses lies on."""
    return BEHIND_GLASSES if portrait.wears_glasses else 1.0


def _add_brow(shapes: Values, portrait: Portrait, mesh: FaceMesh, eye: int, points: EyePoints) -> None:
    x, y = mesh.points.T
    outer_corners = mesh.points[[EYES[0].upper[0], EYES[1].upper[-1]]]
    between = float(np.hypot(*(outer_corners[0] - outer_corners[1])))
    brow = mesh.points[list(points.brow)].mean(0)
    lids = mesh.points[list(points.upper + points.lower)]
    eye_top = lids[:, 1].mean() - 0.6 * np.ptp(lids[:, 1])
    weight = np.exp(-(((x - brow[0]) / (0.30 * between)) ** 2))
    weight *= np.exp(-(((y - brow[1] + 0.05 * between) / (0.20 * between)) ** 2))
    weight *= (1 - ramp(y, brow[1], eye_top)) * _freedom(portrait)
    inwards = 1 if eye == 0 else -1
    shapes[Control.BROWS_UP, :, 1] -= weight * BROW_RAISE * between
    shapes[Control.BROWS_IN, :, 0] += inwards * weight * BROW_KNIT * between
    shapes[Control.BROWS_IN, :, 1] += weight * BROW_KNIT_DOWN * between
    towards_nose = np.clip(inwards * (x - brow[0]) / (BROW_HALF * between), -1, 1)
    shapes[Control.BROWS_SLANT, :, 1] -= weight * towards_nose * BROW_SLANT * between
