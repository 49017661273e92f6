"""PlainRenderer: draws one session's frames of an avatar."""

from __future__ import annotations

import numpy as np

from visavis.face.avatar import CELL_PX, LIPS, SPECTACLES, Avatar, Bytes, Floats
from visavis.face.expression import Control, Expression, Pose
from visavis.face.light import FallingLight
from visavis.face.plain.brush import Brush
from visavis.face.plain.light import compose_light
from visavis.face.plain.patches import draw_round_hole
from visavis.face.plain.triangles import Numbers
from visavis.face.plain.vertices import head_turn, solve_vertices, within_reach
from visavis.face.plain.warp import Warp, planes_of
from visavis.face.renderer import THRESHOLD_PX, sane

_BEHIND_SKIN = [Control.JAW, Control.LOWER_LIP, Control.PUCKER, Control.BLINK_RIGHT, Control.BLINK_LEFT]
_BEHIND_SKIN += [Control.GAZE_X, Control.GAZE_Y, Control.TONGUE]
"""Controls that change the layers behind eyes and lips."""
_REACH_PX = 20.0
"""How far a layer goes at full control, or less, in a frame of 512 px."""


class PlainRenderer:
    """As `visavis.face.renderer.Renderer`: where anything moved by the threshold, all of it is drawn anew."""

    def __init__(self, avatar: Avatar, threshold_px: float = THRESHOLD_PX) -> None:
        self._light = FallingLight(avatar, compose_light)
        self.avatar = avatar = self._light.avatar
        self.frame: Bytes = avatar.background.copy()
        self.vertices: Floats = np.zeros((len(avatar.mesh.source), 2), np.float32)
        self._planes = planes_of(self.frame, avatar.width, avatar.height)
        self._warp = Warp(avatar)
        self._brush = Brush(avatar, self._planes)
        self._drawn: Numbers | None = None
        self._threshold_px = threshold_px
        self._everything = (avatar.width // CELL_PX) * (avatar.height // CELL_PX) + SPECTACLES + 1

    def render(self, expression: Expression) -> int:
        avatar = self.avatar
        controls, pose = sane(expression)
        turn = head_turn(avatar.mesh, pose)
        vertices, gap = solve_vertices(avatar, controls, turn)
        glasses = avatar.spectacles
        worn = within_reach(avatar, turn.of(glasses.rest, glasses.relief, 1.0))
        self.vertices = vertices
        if self._light.turn(float(pose[Pose.YAW])):
            self._warp.relight()
            self._drawn = None
        layers = controls[_BEHIND_SKIN] * (_REACH_PX / 512 * avatar.width)
        wanted = np.concatenate([vertices.ravel(), worn.ravel(), layers])
        if self._drawn is not None and np.abs(wanted - self._drawn).max() <= self._threshold_px:
            return 0
        self._drawn = wanted
        self._warp.draw(vertices, self._planes)
        for patch in range(LIPS + 1):
            draw_round_hole(avatar, self._brush, vertices, controls, turn, gap, patch)
        self._brush.overlay(worn, glasses.source, glasses.triangles)
        return self._everything
