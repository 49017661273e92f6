"""Renderer: draws one session's frames of an avatar."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from visavis.face.avatar import Avatar, Bytes
from visavis.face.expression import Expression, Pose
from visavis.face.raster.canvas import new_canvas
from visavis.face.raster.frame import draw_frame
from visavis.face.raster.grid import ONE

THRESHOLD_PX = 1 / 8
"""Cells that moved less stay as they are: a quarter of the work, 56 dB from drawing everything."""
CONTROL_LIMIT = 4.0
ANGLE_LIMIT_RAD = 1.5
SHIFT_LIMIT_PX = 200.0


class Renderer:
    """`frame` is the I420 picture; it stays the same array for the renderer's life.

    Not for two threads at once; renderers of one avatar share nothing that is written.
    """

    def __init__(self, avatar: Avatar, threshold_px: float = THRESHOLD_PX) -> None:
        self.avatar = avatar
        self.canvas = new_canvas(avatar)
        self.frame: Bytes = self.canvas.frame[: avatar.width * avatar.height * 3 // 2]
        self._threshold = int(threshold_px * ONE)

    def render(self, expression: Expression) -> int:
        """Draw; returns how many cells and patches were redrawn, 0 when the frame has not changed by a bit.

        The kernels do not check their numbers, so whatever is not finite or absurd becomes 0 here.
        """
        controls = _sane(expression.controls, CONTROL_LIMIT)
        pose = _sane(expression.pose, SHIFT_LIMIT_PX)
        pose[: Pose.ROLL + 1] = _sane(pose[: Pose.ROLL + 1], ANGLE_LIMIT_RAD)
        return int(draw_frame(self.avatar, self.canvas, controls, pose, self._threshold))


def _sane(values: NDArray[np.float64], limit: float) -> NDArray[np.float64]:
    return np.where(np.abs(values) <= limit, values, 0.0)
