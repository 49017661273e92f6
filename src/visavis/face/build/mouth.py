"""Painted pictures of what is seen between open lips: cavity, tongue and two rows of teeth."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from visavis.face.avatar import Bytes
from visavis.face.build.portrait import Picture

WIDTH = 256
FINE = 4
"""Teeth are painted this much larger, then scaled down."""

CAVITY_BGR = ((16, 11, 34), (34, 28, 84))
"""Deep inside, and at the rim."""
TONGUE_BGR = (104, 98, 196)
TEETH_BGR = (228, 238, 243)
UPPER_TEETH = (18, 21, 24, 26, 33, 33, 26, 24, 21, 18)
"""Widths of the visible teeth."""
LOWER_TEETH = (20, 21, 22, 20, 20, 20, 20, 22, 21, 20)
SIDE_SHADE = 0.72
"""How much darker the outermost teeth are: they lie deep in the corners."""

Image = NDArray[np.float64]


class MouthPart(NamedTuple):
    picture: Picture
    matte: Bytes


def paint_cavity() -> MouthPart:
    y, x = np.mgrid[0:96, 0:WIDTH]
    away = np.clip(((x - 128) / 128) ** 2 + ((y - 40) / 60) ** 2, 0, 1)[..., None]
    deep, rim = (np.array(colour, np.float64) for colour in CAVITY_BGR)
    return _part(deep + (rim - deep) * away, np.ones((96, WIDTH)))


def paint_tongue() -> MouthPart:
    y, x = np.mgrid[0:64, 0:WIDTH]
    away = ((x - 128) / 92) ** 2 + ((y - 64) / 58) ** 2
    furrow = 1 - 0.22 * np.exp(-(((x - 128) / 7) ** 2)) * np.clip((y - 8) / 20, 0, 1)
    round_ = 0.50 + 0.50 * np.clip(1 - away, 0, 1) ** 0.6
    gloss = 0.16 * np.exp(-(((x - 104) / 20) ** 2) - ((y - 24) / 9) ** 2)
    colour = np.array(TONGUE_BGR) * (round_ * furrow)[..., None] + 255 * gloss[..., None]
    return _part(colour, np.clip((1 - away) * 5, 0, 1))


def paint_upper_teeth() -> MouthPart:
    return _paint_teeth(UPPER_TEETH, length=50)


def paint_lower_teeth() -> MouthPart:
    part = _paint_teeth(LOWER_TEETH, length=42)
    return MouthPart(np.ascontiguousarray(part.picture[::-1]), np.ascontiguousarray(part.matte[::-1]))


def _paint_teeth(widths: tuple[int, ...], length: float) -> MouthPart:
    """Hanging teeth with soft gaps; the row curves back and darkens towards both sides."""
    height = 64
    x = (np.arange(WIDTH * FINE) + 0.5) / FINE - 128
    y = ((np.arange(height * FINE) + 0.5) / FINE)[:, None]
    half_row = sum(widths) / 2
    edges = np.cumsum((0, *widths)) - half_row
    beside = np.min(np.abs(x[None] - edges[:, None]), axis=0)  # distance to the nearest gap
    aside = np.clip(np.abs(x) / half_row, 0, 1)
    # each tooth ends in a rounded edge, the row rises to the sides
    end = length * (1 - 0.30 * aside**2.2) - 5 * np.exp(-((beside / 2.2) ** 2))
    cover = np.clip((end[None] - y) * 1.2, 0, 1) * np.clip((half_row - np.abs(x))[None] * 0.5, 0, 1)
    shade = (1 - SIDE_SHADE * aside**2.4) * (1 - 0.16 * np.exp(-((beside / 1.3) ** 2)))
    colour = np.array(TEETH_BGR) * (shade[None] * (0.84 + 0.16 * y / height))[..., None]
    small = (WIDTH, height)
    return _part(
        cv2.resize(colour, small, interpolation=cv2.INTER_AREA),
        cv2.resize(cover, small, interpolation=cv2.INTER_AREA),
    )


def _part(colour: Image, cover: Image) -> MouthPart:
    return MouthPart(
        np.clip(colour + 0.5, 0, 255).astype(np.uint8), np.clip(cover * 255 + 0.5, 0, 255).astype(np.uint8)
    )
