"""Looks at a photo's face: is there one, which one, and is it good enough to be brought to life?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from visavis.contract.avatar_build import FaceBox, Finding, PhotoReport
from visavis.face.build.topology import (
    CHIN,
    EYES,
    IRIS_POINTS_FROM,
    LEFT_CHEEK_EDGE,
    OVAL,
    RIGHT_CHEEK_EDGE,
    EyePoints,
)
from visavis.face.photo import findings as limits
from visavis.face.photo.canvas import roll_of
from visavis.face.photo.decoding import Photo
from visavis.face.photo.detector import Detector, overlap
from visavis.face.photo.findings import Advice, PhotoRefused, Refusal, advice
from visavis.face.photo.groups import named
from visavis.face.photo.pointer import Pointed, Pointer

Points = NDArray[np.float64]

SHARPNESS_FACE_PX = 96
"""Width at which sharpness is judged: blur counts by the share of the face that it covers."""
FOREHEAD = OVAL[0]


@dataclass(frozen=True, slots=True)
class FoundFace:
    points: Points
    """(478, 3) px of the photo, z away from the camera."""
    others_behind: bool


def find_face(photo: Photo, detector: Detector, pointer: Pointer) -> FoundFace:
    """The one face of the photo. Raises PhotoRefused."""
    faces: list[Points] = []
    for detection in detector.find(photo.picture):
        pointed = pointer.point(photo.picture, detection)
        if _is_face(pointed) and not any(overlap(_box(pointed.points), _box(face)) > 0.3 for face in faces):
            faces.append(pointed.points)
    if not faces:
        raise PhotoRefused(Refusal.NO_FACE, _seen(photo))
    faces.sort(key=lambda face: -np.ptp(face[:, 0]))
    largest = np.ptp(faces[0][:, 0])
    if any(np.ptp(face[:, 0]) >= limits.RIVAL_SHARE * largest for face in faces[1:]):
        raise PhotoRefused(Refusal.SEVERAL_FACES, _seen(photo))
    return FoundFace(faces[0], others_behind=len(faces) > 1)


def judge(photo: Photo, face: FoundFace) -> PhotoReport:
    """The report of a photo that will do. Raises PhotoRefused."""
    report = _described(photo, face.points)
    refused = _refusal(photo, face.points)
    if refused:
        raise PhotoRefused(refused, report)
    return report.model_copy(update={"findings": tuple(_advice(photo, face))})


def _described(photo: Photo, points: Points) -> PhotoReport:
    height, width = photo.picture.shape[:2]
    x0, y0, x1, y1 = _box(points) / [width, height, width, height]
    return _seen(photo).model_copy(
        update={
            "face": FaceBox(left=x0, top=y0, right=x1, bottom=y1),
            "landmarks": named(points, width, height),
        }
    )


def angles_deg(points: Points) -> tuple[float, float, float]:
    """Yaw, pitch and roll of the head: turned, nodded, tilted; 0 when it looks straight ahead."""
    roll = roll_of(points)
    upright = points.copy()
    cosine, sine = np.cos(roll), np.sin(roll)
    upright[:, :2] = points[:, :2] @ np.array([[cosine, -sine], [sine, cosine]])
    across = upright[LEFT_CHEEK_EDGE] - upright[RIGHT_CHEEK_EDGE]
    down = upright[CHIN] - upright[FOREHEAD]
    yaw = np.arctan2(-across[2], across[0])
    pitch = np.arctan2(-down[2], down[1])
    return float(np.degrees(yaw)), float(np.degrees(pitch) - limits.LEVEL_PITCH_DEG), float(np.degrees(roll))


def eye_opening(points: Points, eye: EyePoints) -> float:
    """How far the lids are apart at the middle, by the eye's width."""
    apart = points[list(eye.lower[3:6]), :2] - points[list(eye.upper[3:6]), :2]
    width = np.hypot(*(points[eye.upper[0], :2] - points[eye.upper[-1], :2]))
    return float(np.linalg.norm(apart, axis=1).mean() / width)


def sharpness(photo: Photo, points: Points) -> float:
    """Strong edges of the face by its contrast, at a width of 96 px; 0.5 and more is sharp."""
    grey = _face_grey(photo, points)
    scale = SHARPNESS_FACE_PX / grey.shape[1]
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small: Any = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=way).astype(np.float64)
    edges = np.abs(cv2.Laplacian(cv2.GaussianBlur(small, (0, 0), 0.7), cv2.CV_64F))
    return float(np.percentile(edges, 97) / max(small.std(), 1.0))


def _is_face(pointed: Pointed) -> bool:
    return pointed.confidence >= limits.LEAST_CONFIDENCE


def _refusal(photo: Photo, points: Points) -> Refusal | None:
    """The first reason, from the plainest on."""
    yaw, pitch, roll = angles_deg(points)
    if abs(roll) > limits.MOST_ROLL_DEG:
        return Refusal.FACE_TILTED
    if _is_cut(photo, points):
        return Refusal.FACE_CUT
    if np.ptp(points[:IRIS_POINTS_FROM, 0]) < limits.LEAST_FACE_PX:
        return Refusal.FACE_TOO_SMALL
    if abs(yaw) > limits.MOST_YAW_DEG:
        return Refusal.FACE_TURNED
    if abs(pitch) > limits.MOST_PITCH_DEG:
        return Refusal.FACE_NODDED
    if sharpness(photo, points) < limits.LEAST_SHARPNESS:
        return Refusal.TOO_BLURRED
    if all(eye_opening(points, eye) < limits.CLOSED_EYES for eye in EYES):
        return Refusal.EYES_CLOSED
    return None


def _is_cut(photo: Photo, points: Points) -> bool:
    height, width = photo.picture.shape[:2]
    face = points[list(OVAL), :2]
    slack = limits.CUT_TOLERANCE * np.ptp(face, axis=0)
    outside = (face < -slack) | (face - slack > [width, height])
    eyes = np.mean([points[[eye.upper[0], eye.upper[-1]], 1].mean() for eye in EYES])
    room = (height - points[CHIN, 1]) / max(points[CHIN, 1] - eyes, 1e-6)
    return bool(outside.any() or room < limits.LEAST_ROOM_BELOW_CHIN)


def _advice(photo: Photo, face: FoundFace) -> list[Finding]:
    points, found = face.points, []
    if face.others_behind:
        found.append(Advice.OTHERS_BEHIND)
    if np.ptp(points[:IRIS_POINTS_FROM, 0]) < limits.GOOD_FACE_PX:
        found.append(Advice.FACE_SMALL)
    if sharpness(photo, points) < limits.GOOD_SHARPNESS:
        found.append(Advice.SOFT)
    if abs(angles_deg(points)[0]) > limits.GOOD_YAW_DEG:
        found.append(Advice.TURNED_A_LITTLE)
    brightness = float(_face_grey(photo, points).mean())
    if brightness < limits.DARK:
        found.append(Advice.DARK)
    if brightness > limits.BRIGHT:
        found.append(Advice.BRIGHT)
    return [advice(code) for code in found]


def _seen(photo: Photo) -> PhotoReport:
    height, width = photo.picture.shape[:2]
    return PhotoReport(photo_width=width, photo_height=height)


def _box(points: Points) -> Points:
    return np.concatenate([points[:, :2].min(0), points[:, :2].max(0)])


def _face_grey(photo: Photo, points: Points) -> NDArray[np.uint8]:
    height, width = photo.picture.shape[:2]
    x0, y0, x1, y1 = _box(points[list(OVAL)]).astype(int)
    part = photo.picture[max(y0, 0) : min(y1, height), max(x0, 0) : min(x1, width)]
    return np.asarray(cv2.cvtColor(part, cv2.COLOR_BGR2GRAY), np.uint8)
