"""Lays the 478 points of `face.build.topology` onto a face in a picture.

One network (MediaPipe's face mesh, Kartynnik et al. 2019) gives 468 points of an upright face, with their
depth; another (MediaPipe's iris model, Ablavatski et al. 2020) looks at each eye from near and gives its lids
and its iris.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from visavis.face.build.topology import EYES, IRIS_POINTS_FROM, POINTS, EyePoints
from visavis.face.photo.detector import Detection
from visavis.face.photo.models import FACE_LANDMARKS, IRIS_LANDMARKS
from visavis.face.photo.network import Network
from visavis.face.portrait import Picture

Points = NDArray[np.float64]

FACE_PX, EYE_PX = 192, 64
FACE_MARGIN, EYE_MARGIN = 1.5, 2.3
"""Side of what a network sees, in sizes of the face, in widths of the eye."""
LOOKS = ((0.0, 0.0, 1.0), (0.03, 0.0, 0.96), (-0.03, 0.0, 1.04), (0.0, 0.03, 1.05), (0.0, -0.03, 0.97))
"""Shifts (shares of what is seen) and sizes of the views whose answers are averaged: a single answer is a
hundredth of the face's width off."""


@dataclass(frozen=True, slots=True)
class Pointed:
    points: Points
    """(478, 3): x and y in px of the picture, z in px away from the camera."""
    confidence: float
    """0..1: that this is a face at all."""


@dataclass(frozen=True, slots=True)
class _View:
    """A square of the picture, turned so that the face in it is upright."""

    centre: Points
    side: float
    angle: float  # radians, clockwise in the picture
    mirrored: bool = False

    def to_picture(self, px: int) -> NDArray[np.float64]:
        """(2, 3): from px of what the network sees to px of the picture."""
        scale = self.side / px
        cosine, sine = np.cos(self.angle) * scale, np.sin(self.angle) * scale
        matrix = np.array([[cosine, -sine], [sine, cosine]])
        if self.mirrored:
            matrix[:, 0] = -matrix[:, 0]
        middle = np.array([px / 2, px / 2])
        return np.hstack([matrix, (self.centre - matrix @ middle)[:, None]])

    def cut(self, picture: Picture, px: int) -> Picture:
        # a warp skips pixels where it shrinks, so shrink by areas first
        factor = min(2 * px / self.side, 1.0)
        matrix = self.to_picture(px)
        if factor < 1:
            picture = np.asarray(
                cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
            )
        seen: Any = cv2.warpAffine(
            picture, matrix * factor, (px, px), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        )
        return np.asarray(seen, np.uint8)


class Pointer:
    def __init__(self, models_dir: Path) -> None:
        """Raises ModelMissing."""
        self._face = Network(FACE_LANDMARKS, models_dir)
        self._eye = Network(IRIS_LANDMARKS, models_dir)

    def point(self, picture: Picture, detection: Detection) -> Pointed:
        points, _ = self._points(picture, _view_of(detection))
        points, _ = self._points(picture, _view_around(points))
        view = _view_around(points)
        answers = [
            self._points(
                picture, _View(view.centre + view.side * np.array([dx, dy]), view.side * size, view.angle)
            )
            for dx, dy, size in LOOKS
        ]
        points = np.mean([answer[0] for answer in answers], axis=0)
        confidence = float(np.mean([answer[1] for answer in answers]))
        return Pointed(self._with_eyes(picture, points, view.angle), confidence)

    def _points(self, picture: Picture, view: _View) -> tuple[Points, float]:
        seen = view.cut(picture, FACE_PX)
        raw, flag = self._face.run(seen, "conv2d_21", "conv2d_31")
        answer = raw.reshape(-1, 3).astype(np.float64)
        matrix = view.to_picture(FACE_PX)
        flat = answer[:, :2] @ matrix[:, :2].T + matrix[:, 2]
        points = np.hstack([flat, answer[:, 2:] * view.side / FACE_PX])
        return points, float(1 / (1 + np.exp(-np.clip(flag.ravel()[0], -80, 80))))

    def _with_eyes(self, picture: Picture, points: Points, angle: float) -> Points:
        """The points, with lids and irises as seen from near."""
        refined = np.vstack([points, np.zeros((POINTS - IRIS_POINTS_FROM, 3))])
        for number, eye in enumerate(EYES):
            corners = points[[eye.upper[0], eye.upper[-1]], :2]
            width = float(np.hypot(*(corners[1] - corners[0])))
            # the network knows the eye at the picture's left
            view = _View(corners.mean(0), EYE_MARGIN * width, angle, mirrored=number == 1)
            around, iris = self._eye.run(
                view.cut(picture, EYE_PX), "output_eyes_contours_and_brows", "output_iris"
            )
            matrix = view.to_picture(EYE_PX)
            seen = np.concatenate([around.reshape(-1, 3)[: len(_outline(eye))], iris.reshape(-1, 3)])
            flat = seen[:, :2].astype(np.float64) @ matrix[:, :2].T + matrix[:, 2]
            outline = list(_outline(eye))
            refined[outline, :2] = flat[: len(outline)]
            irises = list(eye.iris)
            refined[irises, :2] = flat[len(outline) :]
            refined[irises, 2] = points[list(eye.upper), 2].mean()
        return refined


def _outline(eye: EyePoints) -> tuple[int, ...]:
    """The lids in the order of the iris model, which begins at the outer corner."""
    outwards = slice(None, None, 1) if eye is EYES[0] else slice(None, None, -1)
    lower, upper = eye.lower[outwards], eye.upper[outwards][1:-1]
    return (*lower, *upper)


def _view_of(detection: Detection) -> _View:
    right_eye, left_eye = detection.points[:2]
    centre = (detection.box[:2] + detection.box[2:]) / 2
    side = FACE_MARGIN * float((detection.box[2:] - detection.box[:2]).max())
    return _View(centre, side, float(np.arctan2(*(left_eye - right_eye)[::-1])))


def _view_around(points: Points) -> _View:
    right, left = points[EYES[0].upper[0], :2], points[EYES[1].upper[-1], :2]
    angle = float(np.arctan2(*(left - right)[::-1]))
    cosine, sine = np.cos(angle), np.sin(angle)
    turn = np.array([[cosine, -sine], [sine, cosine]])  # from upright to the picture
    upright = points[:, :2] @ turn
    low, high = upright.min(0), upright.max(0)
    return _View(turn @ ((low + high) / 2), FACE_MARGIN * float((high - low).max()), angle)
