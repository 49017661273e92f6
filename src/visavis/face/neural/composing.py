"""Puts a patch into an I420 frame: warped with the head, faded out at its edges, nothing else touched."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from visavis.face.avatar import Bytes
from visavis.face.build.planes import Planes, i420_planes
from visavis.face.neural.head_motion import Affine
from visavis.face.neural.lower_face import LowerFace
from visavis.face.neural.pictures import resized
from visavis.face.portrait import Picture


class Box(NamedTuple):
    """Even px of a frame; the last ones are past the end."""

    x0: int
    y0: int
    x1: int
    y1: int


def patch_planes(patch: Picture, face: LowerFace) -> Planes:
    """A model's picture in the colours and the size of the crop it was made for."""
    return i420_planes(resized(patch, face.width, face.height))


class Composer:
    """One session's composed frame; not for two threads at once."""

    def __init__(self, face: LowerFace, width: int, height: int) -> None:
        self._face, self._width, self._height = face, width, height
        half = (face.width // 2, face.height // 2)
        self._cover_half = np.asarray(cv2.resize(face.cover, half, interpolation=cv2.INTER_AREA), np.uint8)
        self.frame: Bytes = np.zeros(width * height * 3 // 2, np.uint8)

    def box(self, affine: Affine) -> Box:
        """What a patch may change."""
        face = self._face
        top = face.height / 2
        corners = np.array([[0, top], [face.width, top], [0, face.height], [face.width, face.height]])
        moved = (corners + np.array([face.x, face.y])) @ affine[:, :2].T + affine[:, 2]
        low, high = moved.min(0), moved.max(0)
        return Box(
            _even(low[0], self._width),
            _even(low[1], self._height),
            _even(high[0] + 2, self._width),
            _even(high[1] + 2, self._height),
        )

    def compose(self, rig: Bytes, patch: Planes, affine: Affine, strength: float) -> Bytes:
        """The rig's frame with the patch over it; the same array each time. `strength` 0..1."""
        np.copyto(self.frame, rig)
        box = self.box(affine)
        if box.x1 <= box.x0 or box.y1 <= box.y0:
            return self.frame
        luma, half = self._width * self._height, self._width // 2
        chroma = luma // 4
        y = self.frame[:luma].reshape(self._height, self._width)
        u = self.frame[luma : luma + chroma].reshape(-1, half)
        v = self.frame[luma + chroma :].reshape(-1, half)
        halved = Box(*(side // 2 for side in box))
        coarse = _at_half_size(affine)
        _blend(y, box, patch.y, self._face.cover, _placed(affine, self._face.x, self._face.y), strength)
        for plane, colour in ((u, patch.u), (v, patch.v)):
            at = _placed(coarse, self._face.x // 2, self._face.y // 2)
            _blend(plane, halved, colour, self._cover_half, at, strength)
        return self.frame


def _even(value: float, limit: int) -> int:
    return min(max(int(value), 0), limit) // 2 * 2


def _placed(affine: Affine, x: int, y: int) -> Affine:
    """From px of a picture whose first pixel lies at x, y."""
    placed = affine.copy()
    placed[:, 2] += affine[:, :2] @ [x, y]
    return placed


def _at_half_size(affine: Affine) -> Affine:
    """The same map between chroma samples, which lie in the middle of four px."""
    halved = affine.copy()
    halved[:, 2] = (affine[:, :2] @ [0.5, 0.5] + affine[:, 2] - 0.5) / 2
    return halved


def _blend(plane: Bytes, box: Box, patch: Bytes, cover: Bytes, affine: Affine, strength: float) -> None:
    into = affine.copy()
    into[:, 2] -= [box.x0, box.y0]
    size = (box.x1 - box.x0, box.y1 - box.y0)
    warped = cv2.warpAffine(patch, into, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    share = cv2.warpAffine(cover, into, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    under = plane[box.y0 : box.y1, box.x0 : box.x1]
    change = cv2.subtract(warped, under, dtype=cv2.CV_16S)
    change = cv2.multiply(change, share, scale=strength / 255, dtype=cv2.CV_16S)
    under[:] = cv2.add(under, change, dtype=cv2.CV_8U)
