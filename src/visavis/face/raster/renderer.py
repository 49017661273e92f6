"""Renderer: draws one session's frames of an avatar."""

from __future__ import annotations

from visavis.face.avatar import Avatar, Bytes, Floats
from visavis.face.expression import Expression, Pose
from visavis.face.light import FallingLight
from visavis.face.raster.canvas import new_canvas
from visavis.face.raster.frame import draw_frame
from visavis.face.raster.grid import ONE
from visavis.face.raster.light import compose_light, forget_lit_cells
from visavis.face.renderer import THRESHOLD_PX, sane


class Renderer:
    """As `visavis.face.renderer.Renderer`: only cells that moved by the threshold are drawn anew."""

    def __init__(self, avatar: Avatar, threshold_px: float = THRESHOLD_PX) -> None:
        self._light = FallingLight(avatar, compose_light)
        self.avatar = self._light.avatar
        self.canvas = new_canvas(avatar)
        self.frame: Bytes = self.canvas.frame[: avatar.width * avatar.height * 3 // 2]
        self._threshold = int(threshold_px * ONE)

    @property
    def vertices(self) -> Floats:
        return self.canvas.vertices

    def render(self, expression: Expression) -> int:
        controls, pose = sane(expression)
        if self._light.turn(float(pose[Pose.YAW])):
            forget_lit_cells(self.avatar, self.canvas)
        return int(draw_frame(self.avatar, self.canvas, controls, pose, self._threshold))
