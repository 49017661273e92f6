"""The light of a head that turns, laid into the texture that a renderer draws from.

A renderer of a person whose light is known keeps a luma texture of its own; the rest of the avatar stays
shared. That texture is composed anew whenever the head has turned by a step, about once a second. Between
steps a frame costs what it costs without light.
"""

from __future__ import annotations

from typing import Protocol

from visavis.face.avatar import Avatar, Light, QuadTexels
from visavis.face.proportions import LIGHT_KNOWN_AT_RAD, LIGHT_STEPS

SLACK = 0.25
"""In steps: how much further than half of one a head has to turn; one that trembles changes nothing."""


class Compose(Protocol):
    def __call__(self, neutral: QuadTexels, row: int, light: Light, step: int, lit: QuadTexels, /) -> None:
        """Write to `lit` what `neutral` is by the light of a step, where any falls.

        Both have `row` texels a row. A texel is clip(luma + round(step / LIGHT_STEPS * known light)).
        """


class FallingLight:
    """On one renderer's head, which looks ahead at first."""

    def __init__(self, avatar: Avatar, compose: Compose) -> None:
        self.avatar = avatar
        """To be drawn: as its head is lit now."""
        self.step = 0
        """Of LIGHT_STEPS, below 0 to the picture's left."""
        self._neutral, self._light, self._compose = avatar.texture, avatar.light, compose
        self._known = avatar.light.levels.size > 0
        if self._known:
            self._luma = avatar.texture.luma.copy()
            seen = self._luma.view()
            seen.flags.writeable = False  # as a mapped avatar's: the renderer is compiled for those
            self.avatar = avatar._replace(texture=avatar.texture._replace(luma=seen))

    def turn(self, yaw: float) -> bool:
        """Light the head as turned by `yaw`, radians; returns whether it looks different now."""
        step = step_of(yaw, self.step)
        if not self._known or step == self.step:
            return False
        self._compose(self._neutral.luma, self._neutral.row, self._light, step, self._luma)
        self.step = step
        return True


def step_of(yaw: float, held: int) -> int:
    """The step for a yaw in radians, where `held` is shown; where light is not known, the last that is."""
    wanted = min(max(yaw / LIGHT_KNOWN_AT_RAD, -1.0), 1.0) * LIGHT_STEPS
    return held if abs(wanted - held) <= 0.5 + SLACK else round(wanted)
