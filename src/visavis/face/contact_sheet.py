"""Twelve looks of an avatar in one picture, for people to judge it by."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np

from visavis.face.avatar import Avatar
from visavis.face.expression import Control, Expression, Pose
from visavis.face.mouth import LOOKS, MOUTH_CONTROLS
from visavis.face.phones import Viseme
from visavis.face.portrait import Picture
from visavis.face.renderer import renderer_for

COLUMNS = 4


@dataclass(frozen=True, slots=True)
class Look:
    name: str
    viseme: Viseme | None = None
    controls: dict[Control, float] = field(default_factory=dict)
    pose: dict[Pose, float] = field(default_factory=dict)

    def expression(self) -> Expression:
        made = Expression()
        if self.viseme is not None:
            made.controls[list(MOUTH_CONTROLS)] = LOOKS[self.viseme].mouth
        for control, value in self.controls.items():
            made.controls[control] = value
        for part, amount in self.pose.items():
            made.pose[part] = amount
        return made


SHOWN = (
    Look("neutral"),
    Look("aa", Viseme.OPEN),
    Look("ee", Viseme.CLOSE_FRONT),
    Look("oo", Viseme.CLOSE_ROUND),
    Look("mbp", Viseme.BILABIAL),
    Look("fv", Viseme.LABIODENTAL),
    Look("blink", controls={Control.BLINK_LEFT: 1.0, Control.BLINK_RIGHT: 1.0}),
    Look(
        "half blink, brows",
        controls=dict.fromkeys((Control.BLINK_LEFT, Control.BLINK_RIGHT, Control.BROWS_UP), 0.5),
    ),
    Look("smile, gaze", controls={Control.SMILE: 0.8, Control.GAZE_X: 0.8}),
    Look("turned, speaking", Viseme.NEAR_CLOSE_FRONT, pose={Pose.YAW: 0.12, Pose.PITCH: 0.04}),
    Look("turned, tilted", pose={Pose.YAW: -0.12, Pose.PITCH: -0.08, Pose.ROLL: -0.06}),
    Look("er", Viseme.RHOTIC_VOWEL),
)
"""The turns are the widest that an animator makes."""


def contact_sheet(avatar: Avatar) -> Picture:
    """BGR, four in a row. For a mapped avatar, as `renderer_for`."""
    renderer = renderer_for(avatar)
    frames = []
    for look in SHOWN:
        renderer.render(look.expression())
        i420 = renderer.frame.reshape(avatar.height * 3 // 2, avatar.width)
        frames.append(np.asarray(cv2.cvtColor(i420, cv2.COLOR_YUV2BGR_I420), np.uint8))
    rows = [np.hstack(frames[start : start + COLUMNS]) for start in range(0, len(frames), COLUMNS)]
    return np.vstack(rows)
