"""Directions: how she is to carry herself, as amounts that come on top of her manners.

A direction says what changes at full strength. It is a vector, so that one may be scaled, and melt into
another. Lifts of the face are the rig's controls, turns are degrees (as in `manners.py`); the rest are
shares: nods 0.5 go half as deep again, -0.5 half as deep.

Sources. Brows, corners of the mouth and lids: what the action units of the basic emotions have in common
(Ekman and Friesen 1978; happiness 6 + 12, sadness 1 + 4 + 15, anger 4 + 5 + 7, surprise 1 + 2 + 5, fear and
distress 1 + 2 + 4). Lowered head and eyes, slow and small movement in sadness: Wallbott 1998. Amounts: by
eye, so that every person still looks like somebody at work.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from visavis.face.manners import Manner


class Direction(NamedTuple):
    """All zero changes nothing."""

    smile: float = 0.0  # below zero the corners of the mouth go down
    grin: float = 0.0  # widens the mouth
    gape: float = 0.0  # opens it, where speech does not need it shut
    brows_up: float = 0.0  # below zero lowered
    brows_in: float = 0.0
    brows_slant: float = 0.0  # inner ends up, as in sorrow; below zero down, as in anger
    squint: float = 0.0  # below zero the eyes widen
    pitch_deg: float = 0.0  # head lowered
    tilt_deg: float = 0.0  # head to the side
    shake_deg: float = 0.0  # the bobbing of laughter
    glance_down: float = 0.0  # where she looks when she looks away, in gaze units
    aversion: float = 0.0  # looks away more often
    blinking: float = 0.0  # blinks more often
    stir: float = 0.0  # shifts her head more often and farther
    nods: float = 0.0
    emphasis: float = 0.0  # of head and brows, on stressed syllables
    breath: float = 0.0  # breathes faster

    def scaled(self, by: float) -> Direction:
        return Direction(*(by * amount for amount in self))

    def plus(self, other: Direction) -> Direction:
        return Direction(*(one + more for one, more in zip(self, other, strict=True)))

    def melted(self, into: Direction, share: float) -> Direction:
        """`share` of the way to another direction."""
        return Direction(*(one + share * (more - one) for one, more in zip(self, into, strict=True)))


NONE = Direction()
LIVELY = Direction(stir=1.0, nods=1.0, emphasis=1.0)
"""What expressivity alone changes: the motion that speech and attention drive."""

STYLES: dict[str, Direction] = {
    "happy": Direction(
        smile=0.95, grin=0.75, brows_up=0.22, squint=0.50,
        pitch_deg=-0.8, tilt_deg=0.6, aversion=-0.2, blinking=0.05,
        stir=0.3, nods=0.4, emphasis=0.4, breath=0.1,
    ),
    "warm": Direction(
        smile=0.55, grin=0.25, brows_up=0.08, brows_slant=0.30, squint=0.32,
        pitch_deg=0.4, tilt_deg=1.8, aversion=-0.5, blinking=0.05,
        stir=-0.2, nods=0.4, breath=-0.1,
    ),
    "playful": Direction(
        smile=0.80, grin=0.30, brows_up=0.65, brows_slant=-0.20, squint=0.10,
        pitch_deg=-0.6, tilt_deg=2.6, aversion=0.8, blinking=-0.02,
        stir=0.7, nods=0.3, emphasis=0.6, breath=0.1,
    ),
    "supportive": Direction(
        smile=0.30, brows_up=0.10, brows_in=0.12, brows_slant=0.55, squint=0.10,
        pitch_deg=1.4, tilt_deg=2.4, aversion=-0.7, blinking=0.05,
        stir=-0.3, nods=0.9, emphasis=-0.1, breath=-0.15,
    ),
    "sad": Direction(
        smile=-1.15, brows_up=0.10, brows_in=0.35, brows_slant=1.0, squint=0.22,
        pitch_deg=2.6, tilt_deg=1.2, glance_down=0.45, aversion=1.5, blinking=-0.10,
        stir=-0.5, nods=-0.4, emphasis=-0.5, breath=-0.2,
    ),
    "angry": Direction(
        smile=-0.95, brows_up=-0.60, brows_in=1.0, brows_slant=-1.0, squint=0.28,
        pitch_deg=1.6, aversion=-0.7, blinking=0.03,
        stir=0.2, nods=-0.4, emphasis=0.7, breath=0.25,
    ),
    "distressed": Direction(
        smile=-1.0, brows_up=0.60, brows_in=0.55, brows_slant=1.0, squint=-0.20,
        pitch_deg=-0.6, tilt_deg=0.8, glance_down=0.20, aversion=1.2, blinking=0.02,
        stir=0.6, nods=-0.2, emphasis=0.3, breath=0.45,
    ),
}  # fmt: skip
"""The public presets. Blinking differs by little: in every mood it stays between 12 and 20 a minute."""

CUES: dict[str, Direction] = STYLES | {
    "laughter": Direction(
        smile=1.0, grin=1.0, gape=0.24, brows_up=0.25, squint=0.80,
        pitch_deg=-1.6, tilt_deg=1.4, shake_deg=0.7,
        stir=0.5, nods=0.5, emphasis=0.4, breath=0.6,
    ),
    "curious": Direction(
        smile=0.12, brows_up=0.55, brows_in=0.08, squint=0.05,
        pitch_deg=0.6, tilt_deg=3.0, aversion=-0.6,
        stir=0.1, nods=0.3, emphasis=0.2,
    ),
    "concerned": Direction(
        smile=-0.55, brows_up=0.08, brows_in=0.45, brows_slant=0.75, squint=0.14,
        pitch_deg=1.2, tilt_deg=1.8, aversion=-0.5,
        stir=-0.2, nods=0.3, emphasis=-0.1,
    ),
    "surprised": Direction(
        smile=-0.10, gape=0.28, brows_up=1.0, brows_slant=0.10, squint=-0.60,
        pitch_deg=-1.8, aversion=-0.8, blinking=-0.2,
        stir=0.2, emphasis=0.3, breath=0.4,
    ),
}  # fmt: skip
"""The public tags of cues: every style, and what passes."""

PASSING_S = {"laughter": 2.4, "surprised": 1.8}
"""Nobody laughs or is surprised for longer, however long she speaks."""


def directed(manner: Manner, direction: Direction) -> Manner:
    """A manner, with the timing and the looks aside that a direction asks for."""
    livelier = max(1.0 + direction.stir, 0.3)
    return replace(
        manner,
        blink_every_s=manner.blink_every_s / (1.0 + direction.blinking),
        glance_chance=min(manner.glance_chance * max(1.0 + direction.aversion, 0.0), 1.0),
        glances=tuple((x, min(y + direction.glance_down, 1.0)) for x, y in manner.glances),
        posture_every_s=manner.posture_every_s / livelier,
        posture_deg=manner.posture_deg * livelier,
        breath_every_s=manner.breath_every_s / (1.0 + direction.breath),
    )
