"""Where the faces of a picture are.

The network (MediaPipe's BlazeFace for faces near the camera, Bazarevsky et al. 2019) sees 128x128 px and
gives, for each of 896 anchors, a score, a box and six points. It only knows faces that fill a good part of
what it sees; smaller ones are found by showing it parts of the picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from visavis.face.photo.models import FACE_DETECTION
from visavis.face.photo.network import Network
from visavis.face.portrait import Picture

Values = NDArray[np.float64]

INPUT_PX = 128
ANCHOR_GRIDS = ((16, 2), (8, 6))
"""Cells per side, and anchors in each cell, which all lie at its middle."""
LEAST_SCORE = 0.6
SAME_FACE = 0.3
"""Boxes that share more of their union are of one face."""
PARTS = (1.5, 1.0, 0.5, 0.25)
"""Sides of the squares that are looked at, as shares of the longer side; they overlap by half."""
BEYOND = 0.25
LEAST_PART_PX = 128
"""Smaller squares are not looked at: they would be enlarged, and their faces be too small to use."""


@dataclass(frozen=True, slots=True)
class Detection:
    """A face; lengths in px."""

    score: float
    box: Values  # x0, y0, x1, y1
    points: Values  # (6, 2): right and left eye (the person's own), nose, mouth, right and left ear

    @property
    def width(self) -> float:
        return float(self.box[2] - self.box[0])


class Detector:
    def __init__(self, models_dir: Path) -> None:
        """Raises ModelMissing."""
        self._network = Network(FACE_DETECTION, models_dir)

    def find(self, picture: Picture) -> list[Detection]:
        """All faces, the largest first."""
        found: list[Detection] = []
        for x, y, side in _squares(*picture.shape[1::-1]):
            found += self._look(picture, x, y, side)
        return sorted(one_per_face(found), key=lambda face: -face.width)

    def _look(self, picture: Picture, x: float, y: float, side: float) -> list[Detection]:
        """Faces in a square, which may reach beyond the picture."""
        scale = INPUT_PX / side
        seen = _shrunk(picture, x, y, scale)
        boxes, scores = self._network.run(seen, "regressors", "classificators", shift=1)
        decoded = decode(boxes[0].astype(np.float64), scores[0, :, 0].astype(np.float64))
        offset = np.array([x, y])
        return [
            Detection(face.score, face.box * side + np.tile(offset, 2), face.points * side + offset)
            for face in decoded
        ]


def anchors() -> Values:
    """(896, 2): x, y of each anchor, 0..1."""
    parts = []
    for cells, count in ANCHOR_GRIDS:
        middle = (np.arange(cells) + 0.5) / cells
        grid = np.stack(np.meshgrid(middle, middle), -1).reshape(-1, 2)
        parts.append(np.repeat(grid, count, axis=0))
    return np.concatenate(parts)


def decode(raw: Values, logits: Values) -> list[Detection]:
    """From the network's answer: raw (896, 16) in px from the anchor, logits (896,). Lengths become 0..1."""
    scores = 1 / (1 + np.exp(-np.clip(logits, -80, 80)))
    likely = np.flatnonzero(scores >= LEAST_SCORE)
    places = raw[likely].reshape(-1, 8, 2) / INPUT_PX
    centres = anchors()[likely]
    detections = []
    for score, place, centre in zip(scores[likely], places, centres, strict=True):
        middle, half = place[0] + centre, place[1] / 2
        box = np.concatenate([middle - half, middle + half])
        detections.append(Detection(float(score), box, place[2:] + centre))
    return detections


def one_per_face(found: list[Detection]) -> list[Detection]:
    """Overlapping detections become one, their mean by score (weighted non-maximum suppression)."""
    left = sorted(found, key=lambda face: -face.score)
    faces = []
    while left:
        best = left[0]
        same = [face for face in left if overlap(best.box, face.box) > SAME_FACE]
        left = [face for face in left if overlap(best.box, face.box) <= SAME_FACE]
        weights = np.array([face.score for face in same])
        faces.append(
            Detection(
                best.score,
                np.average([face.box for face in same], axis=0, weights=weights),
                np.average([face.points for face in same], axis=0, weights=weights),
            )
        )
    return faces


def overlap(one: Values, other: Values) -> float:
    """Of two boxes: intersection over union; or over the smaller one where one lies in the other."""
    sides = np.clip(np.minimum(one[2:], other[2:]) - np.maximum(one[:2], other[:2]), 0, None)
    shared = float(sides.prod())
    areas = [float((box[2:] - box[:2]).prod()) for box in (one, other)]
    return max(shared / (sum(areas) - shared), (shared / min(areas) - 0.5) if min(areas) > 0 else 0.0)


def _squares(width: int, height: int) -> Iterator[tuple[float, float, float]]:
    """x, y and side of each square; the largest one shows the whole picture and much around it."""
    for share in PARTS:
        side = max(width, height) * share
        if side < LEAST_PART_PX:
            return
        for y in _starts(height, side):
            for x in _starts(width, side):
                yield x, y, side


def _starts(length: float, side: float) -> Values:
    """Half a square apart; the outer ones reach beyond the edge, or faces that it cuts would not be found."""
    room = length - side + 2 * BEYOND * side
    if room <= 0:
        return np.array([(length - side) / 2])
    return np.linspace(-BEYOND * side, length - side + BEYOND * side, 1 + ceil(room / (side / 2)))


def _shrunk(picture: Picture, x: float, y: float, scale: float) -> Picture:
    """The square as the network sees it. Shrunk by areas: a warp would skip pixels."""
    height, width = picture.shape[:2]
    side = INPUT_PX / scale
    x0, y0 = max(round(x), 0), max(round(y), 0)
    x1, y1 = min(round(x + side), width), min(round(y + side), height)
    part = picture[y0:y1, x0:x1]
    size = (max(round((x1 - x0) * scale), 1), max(round((y1 - y0) * scale), 1))
    small: Any = cv2.resize(part, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    seen = np.zeros((INPUT_PX, INPUT_PX, 3), np.uint8)
    left, top = round((x0 - x) * scale), round((y0 - y) * scale)
    part = small[: INPUT_PX - top, : INPUT_PX - left]
    seen[top : top + part.shape[0], left : left + part.shape[1]] = part
    return seen
