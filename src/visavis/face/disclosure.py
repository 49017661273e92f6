"""The mark which says that the person in the picture is none: "AI avatar", in a corner of every frame."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import cv2
import numpy as np

from visavis.face.avatar import Bytes, Floats

TEXT = "AI avatar"
HEIGHT_SHARE = 0.046
LOWEST_PX = 22
"""At least so high, or it cannot be read."""
MARGIN_SHARE = 0.03
FINER = 4
"""Drawn so much larger and averaged: soft edges."""
PAPER, INK = 38, 235
"""Luma of the plate and of the letters. The plate covers what is under it, so that it can be set again and
again, and is read on light and on dark clothes alike."""


class Mark(NamedTuple):
    """A plate for frames of width x height px; its corner and its sides are even, for the halved chroma."""

    width: int
    height: int
    left: int
    top: int
    luma: Bytes  # (rows, columns)
    plate: Bytes  # (rows, columns), true where it covers

    def stamp(self, frame: Bytes) -> None:
        """Set it into an I420 frame."""
        rows, columns = self.luma.shape
        luma, chroma = np.split(frame, [self.width * self.height])
        inside = luma.reshape(self.height, self.width)[self.top :, self.left :][:rows, :columns]
        np.copyto(inside, self.luma, where=self.plate.view(bool))
        planes = chroma.reshape(2, self.height // 2, self.width // 2)
        inside = planes[:, self.top // 2 :, self.left // 2 :][:, : rows // 2, : columns // 2]
        np.copyto(inside, 128, where=self.plate[::2, ::2].view(bool))


@cache
def mark_for(width: int, height: int) -> Mark:
    rows = _even(max(HEIGHT_SHARE * min(width, height), LOWEST_PX))
    letters = _letters(rows)
    columns = _even(letters.shape[1] + 0.8 * rows)
    left = (columns - letters.shape[1]) // 2
    ink = np.zeros((rows, columns), np.float32)
    ink[:, left : left + letters.shape[1]] = letters
    plate = _plate(rows, columns)
    luma = np.rint(PAPER + (INK - PAPER) * ink).astype(np.uint8)
    margin = _even(MARGIN_SHARE * min(width, height))
    return Mark(width, height, width - margin - columns, height - margin - rows, luma, plate)


def _letters(rows: int) -> Floats:
    """Coverage 0..1 of the text, `rows` high, as wide as it is."""
    size = round(0.52 * rows * FINER)
    face = cv2.FontFace("sans")
    canvas = np.zeros((rows * FINER, 12 * rows * FINER, 3), np.uint8)
    baseline = round(0.69 * rows * FINER)
    cv2.putText(canvas, TEXT, (0, baseline), (255, 255, 255), face, size, 600)
    wide = int(np.flatnonzero(canvas[:, :, 0].any(axis=0))[-1]) + FINER
    wide += -wide % FINER
    small = cv2.resize(canvas[:, :wide, 0], (wide // FINER, rows), interpolation=cv2.INTER_AREA)
    return small.astype(np.float32) / np.float32(255)


def _plate(rows: int, columns: int) -> Bytes:
    """With round ends; whole pairs of rows and columns, so that luma and chroma end together."""
    radius = rows / 2
    y, x = np.mgrid[0:rows:2, 0:columns:2] + 1.0
    off = np.maximum(np.maximum(radius - x, x - (columns - radius)), 0)
    inside = (off**2 + (y - radius) ** 2 <= radius**2).astype(np.uint8)
    plate: Bytes = inside.repeat(2, axis=0).repeat(2, axis=1)
    return plate


def _even(value: float) -> int:
    return 2 * round(value / 2)
