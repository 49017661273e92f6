"""Whether the lips of a stock person are closed, as one can see it in received pictures."""

from __future__ import annotations

import json
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from visavis.face.person import FRAMINGS
from visavis.face.stock import PEOPLE

MARGIN_UNITS = 0.08
"""Around the closed lips: what the lower lip and the chin's shadow move in."""
SWAY_PX = 10
"""So far the head may carry the lips about."""


@dataclass(frozen=True, slots=True)
class Lips:
    """Where the lips of a frame are: px of the frame."""

    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def of(cls, person: str, width: int, height: int) -> Lips:
        data = json.loads((PEOPLE[person].folder / "curves.json").read_text())
        framing = FRAMINGS[width, height]
        outline = np.concatenate(
            [np.array(data["curves"][name]) for name in ("lip_outer_top", "lip_outer_bottom")]
        )
        scale = width / framing.width
        margin = MARGIN_UNITS * data["pixels_per_unit"]
        corner = (framing.x, framing.y)
        left, top = np.floor((outline.min(axis=0) - margin - corner) * scale).astype(int)
        right, bottom = np.ceil((outline.max(axis=0) + margin - corner) * scale).astype(int)
        return cls(int(left), int(top), int(right), int(bottom))

    def likeness(self, luma: NDArray[np.uint8], closed: NDArray[np.uint8]) -> float:
        """How much the lips look like those of the other picture, wherever the head has gone: 1 is the same."""
        around = luma[self.top - SWAY_PX : self.bottom + SWAY_PX, self.left - SWAY_PX : self.right + SWAY_PX]
        wanted = closed[self.top : self.bottom, self.left : self.right]
        return float(cv2.matchTemplate(around, wanted, cv2.TM_CCOEFF_NORMED).max())
