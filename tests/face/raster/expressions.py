"""Expressions by name, for the tests of the renderer."""

from __future__ import annotations

from visavis.face.expression import Control, Expression, Pose


def expression(pose: dict[Pose, float] | None = None, **controls: float) -> Expression:
    made = Expression()
    for name, value in controls.items():
        made.controls[Control[name.upper()]] = value
    for part, amount in (pose or {}).items():
        made.pose[part] = amount
    return made


NEUTRAL = expression()
OPEN = expression(jaw=0.75, upper_lip=0.2, lower_lip=0.3)
PRESSED = expression(jaw=0.3, wide=0.4, press=1.0)
BITE = expression(jaw=0.01, upper_lip=0.03, lip_bite=1.0)
TH = expression(jaw=0.26, wide=0.04, upper_lip=0.12, lower_lip=0.42, tongue=1.0)
ROUNDED = expression(jaw=0.42, pucker=0.75, upper_lip=0.08, lower_lip=0.16)
BLINK = expression(blink_left=1.0, blink_right=1.0)
TURNED = expression({Pose.YAW: 0.10, Pose.PITCH: -0.05, Pose.ROLL: 0.04, Pose.X: 3, Pose.BREATH: 1}, jaw=0.3)
