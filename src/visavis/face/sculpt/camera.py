"""Camera: from head units to pixels, and windows of the picture."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

DISTANCE = 8.0
"""From the eye to the plane z=0, head units."""


@dataclass(frozen=True, slots=True)
class Camera:
    """A window of `width` x `height` px; its first pixel is `left`, `top` px right of and below the axis."""

    units_per_px: float
    axis_y: float  # height of the eye, head units
    left: float
    top: float
    width: int
    height: int

    def project(self, points: NDArray[np.floating]) -> NDArray[np.float64]:
        """Points (..., 3) -> x, y in px of the window, distance from the eye in units."""
        scale = DISTANCE / (DISTANCE - points[..., 2]) / self.units_per_px
        x = points[..., 0] * scale - self.left
        y = (self.axis_y - points[..., 1]) * scale - self.top
        return np.stack([x, y, DISTANCE - points[..., 2]], -1)

    def window(self, x: int, y: int, width: int, height: int) -> Camera:
        """A part of the picture, in its px."""
        return replace(self, left=self.left + x, top=self.top + y, width=width, height=height)

    def scaled(self, factor: float) -> Camera:
        """The same view with `factor` times as many pixels each way."""
        return Camera(
            self.units_per_px / factor,
            self.axis_y,
            self.left * factor,
            self.top * factor,
            round(self.width * factor),
            round(self.height * factor),
        )

    def numbers(self) -> NDArray[np.float64]:
        """As the ray-marcher takes them."""
        return np.array([self.units_per_px, DISTANCE, self.axis_y, self.left, self.top])
