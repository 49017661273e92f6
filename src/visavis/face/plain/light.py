"""What the light does to a head that turns: a share of what is known of the turned head, added to luma."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from visavis.face.avatar import CELL_PX, Avatar, Floats
from visavis.face.proportions import LIGHT_KNOWN_AT_RAD


class FallingLight:
    """Of one frame."""

    def __init__(self, avatar: Avatar, yaw: float) -> None:
        """`yaw` in radians."""
        known, side = avatar.light, int(yaw > 0)
        share = np.float32(min(abs(yaw) / LIGHT_KNOWN_AT_RAD, 1))
        self._corners: Floats = known.corners[side] * share
        self._box = known.box
        self.on_vertices: Floats = np.zeros(len(avatar.mesh.source), np.float32)
        """(n + r,) levels of luma."""
        if known.vertices.size:
            self.on_vertices = known.vertices[side] * share

    def at(self, places: NDArray[Any]) -> Floats | None:
        """(h, w) levels of luma at places (2, h, w) of the picture in px; None where no light is known."""
        if not self._corners.size:
            return None
        across, down = (places / CELL_PX - self._box[:, None, None]).astype(np.float32)
        levels = cv2.remap(
            self._corners, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0
        )
        return np.asarray(levels, np.float32)
