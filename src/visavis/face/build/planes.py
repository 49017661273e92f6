"""From BGR pictures to the planes of I420, and to the texels that the renderer reads."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from visavis.face.avatar import Bytes, QuadTexels
from visavis.face.portrait import Picture


class Planes(NamedTuple):
    y: Bytes
    u: Bytes
    v: Bytes


def i420_planes(picture: Picture) -> Planes:
    """BT.601 limited range, each chroma sample the mean of its 2x2 pixels.

    OpenCV's own conversion takes the chroma of every block's first pixel: aliased, and half a pixel off.
    """
    height, width = picture.shape[:2]
    luma = cv2.cvtColor(picture, cv2.COLOR_BGR2YUV_I420)[:height]
    doubled = cv2.resize(picture, (2 * width, 2 * height), interpolation=cv2.INTER_NEAREST)
    chroma = cv2.cvtColor(doubled, cv2.COLOR_BGR2YUV_I420)[2 * height :].reshape(2, height, width)
    u, v = (
        np.asarray(cv2.resize(plane, (width // 2, height // 2), interpolation=cv2.INTER_AREA), np.uint8)
        for plane in chroma
    )
    return Planes(np.ascontiguousarray(luma), u, v)


def quad_texels(plane: NDArray[np.uint8]) -> QuadTexels:
    """Flat quad texels of a plane; the last row and column are repeated."""
    p = np.pad(plane, ((0, 1), (0, 1)), mode="edge").astype(np.uint32)
    eight, sixteen = np.uint32(8), np.uint32(16)
    pairs = p[:, :-1] | p[:, 1:] << eight
    quads: QuadTexels = (pairs[:-1] | pairs[1:] << sixteen).ravel()
    return quads
