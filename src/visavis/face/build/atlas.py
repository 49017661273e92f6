"""The texture atlas: pictures one below the other, each with a border of its own."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from visavis.face.avatar import PAD_PX, Bytes, Texture
from visavis.face.build.planes import Planes, i420_planes, quad_texels
from visavis.face.portrait import Picture


class Box(NamedTuple):
    """A part of a picture, in whole and even px."""

    x0: int
    y0: int
    x1: int
    y1: int


class Atlas:
    """Collects parts; where a part's first pixel lands is known at once."""

    def __init__(self) -> None:
        self._parts: list[tuple[Planes, Bytes]] = []
        self._rows = 0

    def add(self, picture: Picture, matte: Bytes | None = None) -> tuple[int, int]:
        """Add a picture of even size; returns x, y of its first pixel in the atlas."""
        height, width = picture.shape[:2]
        if matte is None:
            matte = np.full((height, width), 255, np.uint8)
        self._parts.append((i420_planes(picture), matte))
        corner = (PAD_PX, self._rows + PAD_PX)
        self._rows += height + 2 * PAD_PX
        return corner

    def texture(self) -> Texture:
        row = max(matte.shape[1] for _, matte in self._parts) + 2 * PAD_PX
        y = _stack([planes.y for planes, _ in self._parts], row, PAD_PX)
        u = _stack([planes.u for planes, _ in self._parts], row // 2, PAD_PX // 2)
        v = _stack([planes.v for planes, _ in self._parts], row // 2, PAD_PX // 2)
        matte = _stack([matte for _, matte in self._parts], row, PAD_PX)
        half = (row // 2, matte.shape[0] // 2)
        matte_half = np.asarray(cv2.resize(matte, half, interpolation=cv2.INTER_AREA), np.uint8)
        return Texture(
            row=row,
            luma=quad_texels(y),
            chroma=np.concatenate([quad_texels(u), quad_texels(v)]),
            matte=quad_texels(matte),
            matte_half=quad_texels(matte_half),
        )


def _stack(planes: list[Bytes], row: int, pad: int) -> Bytes:
    padded = [np.pad(plane, ((pad, pad), (pad, row - plane.shape[1] - pad)), mode="edge") for plane in planes]
    return np.vstack(padded)
