"""The photo, laid onto a canvas in which every face has the same place and size.

The canvas is larger than most photos; what lies beyond the photo's edge is continued, softly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from visavis.face.build.topology import CHIN, EYES
from visavis.face.photo.decoding import Photo
from visavis.face.portrait import Picture, Plane

Points = NDArray[np.float64]

WIDTH, HEIGHT = 1456, 1200
EYES_AT = np.array([728.0, 400.0])
EYES_TO_CHIN = 280.0
"""Where the middle of the eyes lies, and px down to the chin: the stock people's measures."""
PX_PER_512 = 2.0
"""As Portrait.px_per_512."""
STRAIGHTEN_FROM_RAD = np.radians(5)
"""A head that is tilted less keeps its tilt; one that is tilted more is turned upright, room and all."""
SOFTER = ((10.0, 0.0, 30.0), (28.0, 20.0, 80.0), (70.0, 60.0, 220.0))
"""How soft (sigma, px) the continuation becomes, and between which distances from the photo's edge."""


@dataclass(frozen=True, slots=True)
class Canvas:
    picture: Picture
    alpha: Plane | None
    """0..1, as Photo.alpha."""
    known: NDArray[np.bool_]
    """Which pixels the photo has; the others are made up."""
    points: Points  # (478, 3) on the canvas


def lay_out(photo: Photo, points: Points) -> Canvas:
    """`points`: (478, 3) in px of the photo, z away from the camera."""
    matrix, scale = _placing(points)
    size = (WIDTH, HEIGHT)
    picture, alpha = _prepared(photo, scale)
    shrunk = picture.shape[1] / photo.picture.shape[1]
    warp = matrix.copy()
    warp[:, :2] /= shrunk
    filled: Any = cv2.warpAffine(picture, warp, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    known: Any = cv2.warpAffine(np.full(picture.shape[:2], 255, np.uint8), warp, size, flags=cv2.INTER_LINEAR)
    cover = None
    if alpha is not None:
        cover = np.asarray(
            cv2.warpAffine(alpha, warp, size, flags=cv2.INTER_LINEAR), np.float32
        ) / np.float32(255)
    inside = known > 250
    flat = points[:, :2] @ matrix[:, :2].T + matrix[:, 2]
    return Canvas(
        picture=_softened_beyond(filled, inside),
        alpha=cover,
        known=inside,
        points=np.hstack([flat, points[:, 2:] * scale]),
    )


def roll_of(points: Points) -> float:
    """Radians, clockwise in the picture."""
    right, left = _eye_centres(points)
    return float(np.arctan2(*(left - right)[::-1]))


def _placing(points: Points) -> tuple[NDArray[np.float64], float]:
    """(2, 3) from the photo to the canvas, and its scale."""
    roll = roll_of(points)
    middle = _eye_centres(points).mean(0)
    down = np.array([-np.sin(roll), np.cos(roll)])
    scale = EYES_TO_CHIN / float((points[CHIN, :2] - middle) @ down)
    turn = roll if abs(roll) > STRAIGHTEN_FROM_RAD else 0.0
    cosine, sine = np.cos(turn) * scale, np.sin(turn) * scale
    matrix = np.array([[cosine, sine], [-sine, cosine]])
    return np.hstack([matrix, (EYES_AT - matrix @ middle)[:, None]]), scale


def _eye_centres(points: Points) -> Points:
    return np.array([points[[eye.upper[0], eye.upper[-1]], :2].mean(0) for eye in EYES])


def _prepared(photo: Photo, scale: float) -> tuple[Picture, NDArray[np.uint8] | None]:
    """Shrunk by areas where the canvas shows it smaller: a warp would skip pixels."""
    if scale >= 1:
        return photo.picture, photo.alpha

    def shrunk(image: Any) -> Any:
        return cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)

    return shrunk(photo.picture), None if photo.alpha is None else shrunk(photo.alpha)


def _softened_beyond(picture: Picture, inside: NDArray[np.bool_]) -> Picture:
    """What is drawn out beyond the edge grows blurred, like a room that is out of focus."""
    if inside.all():
        return picture
    away: Any = cv2.distanceTransform((~inside).astype(np.uint8), cv2.DIST_L2, 3)
    small = cv2.resize(picture, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    soft: Any = picture.astype(np.float32)
    for sigma, begins_px, ends_px in SOFTER:
        blurred = cv2.resize(
            cv2.GaussianBlur(small, (0, 0), sigma / 4), (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC
        )
        share = np.clip((away - begins_px) / (ends_px - begins_px), 0, 1)[..., None]
        soft = soft * (1 - share) + blurred * share
    return np.asarray(np.clip(soft + 0.5, 0, 255), np.uint8)
