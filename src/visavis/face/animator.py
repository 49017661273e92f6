"""One session's face over time: puts mouth, eyes, head and countenance together."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from visavis.contract.spec import StyleSpec
from visavis.face.blink import Blinks
from visavis.face.countenance import Countenance
from visavis.face.directions import Direction, directed
from visavis.face.expression import Control, Expression, Pose
from visavis.face.gaze import Gaze
from visavis.face.head import Head
from visavis.face.manners import EYE_RANGE_X_RAD, EYE_RANGE_Y_RAD, MANNERS, Mood
from visavis.face.mouth import LOOKS, MOUTH_CONTROLS, Mouth
from visavis.face.performance import Performance
from visavis.face.phones import Viseme
from visavis.face.prosody import Prosody
from visavis.face.visemes import MouthTrack
from visavis.speech import Alphabet, Phone

CALM_STEP_S = 0.06
"""While she does not speak, slow parts move on only after this long: every second frame at 25 a second."""
BLINK_AT_PHRASE_END = 0.30
BLINK_AT_GLANCE = 0.35
GLANCE = 0.2
"""Jumps of the eyes beyond this invite a blink (Evinger et al. 1994)."""
LIDS_FOLLOW_GAZE = 0.30
"""How far lids go down with eyes that look down."""
UNSMILE = 0.7
"""How much of a smile a fully rounded mouth takes away: both pull the same corners."""
REST_PRESS = LOOKS[Viseme.REST].mouth.press
HELD = 0.3
"""Lips pressed or bitten this much need the mouth for themselves."""
GAPE = {Control.JAW: 1.0, Control.UPPER_LIP: 0.5, Control.LOWER_LIP: 0.5}
"""What a mouth that stands open does, in shares of the gape."""
STEADY_EYES = 0.8
"""Share of the head's turn that the eyes make up for, to keep looking at the viewer."""


class Animator:
    """Everything she does by herself follows from seed, style and times; there is no other clock."""

    def __init__(self, seed: int, style: StyleSpec | None = None, head_share: float = 1.0) -> None:
        """`head_share` of all head movements is shown; the eyes know, and look at the viewer all the same."""

        def chance(part: str) -> random.Random:
            return random.Random(f"{seed} {part}")

        self._mouth = MouthTrack()
        self._prosody = Prosody()
        self._blinks = Blinks(chance("blinks"))
        self._gaze = Gaze(chance("gaze"))
        self._head = Head(chance("head"))
        self._countenance = Countenance(chance("countenance"))
        self._head_share = head_share
        self._performance = Performance(style)
        self._mood = Mood.IDLE
        self._direction = self._performance.at(0.0, speaking=False)
        self._manner = directed(MANNERS[self._mood], self._direction)
        self._coming: deque[tuple[float, Mood]] = deque()
        self._slow = Expression()
        self._slow_s: float | None = None

    def say(
        self,
        start_s: float,
        phones: Iterable[Phone],
        alphabet: Alphabet,
        energy: Sequence[float] | None = None,
    ) -> None:
        """Speak phones of an utterance whose first sample sounds at `start_s` (session seconds).

        Call again with the same start for each later piece. `energy` is the loudness, 0 to 1, of every 20 ms
        from `start_s` on, as far as known; without it stress is read from the phones alone.
        """
        phones = tuple(phones)
        self._mouth.say(start_s, phones, alphabet)
        self._prosody.say(start_s, phones, alphabet, energy)

    def hear(self, start_s: float, mouths: Sequence[Mouth]) -> None:
        """Move the lips as `hearing.MouthHearing` read them from sound whose phones nobody knows.

        `mouths[k]` belongs to the sound at `start_s + 0.02 * k` (session seconds). Call again for those that
        follow; where they end, the mouth closes.
        """
        self._mouth.hear(start_s, mouths)
        self._prosody.hear(start_s, mouths)

    def cut(self, at_s: float) -> None:
        """Of what was said or heard so far nothing sounds from `at_s` on; the mouth closes."""
        self._mouth.cut(at_s)
        self._prosody.cut(at_s)

    def attend(self, mood: Mood, at_s: float) -> None:
        """Change mood at `at_s`; what was planned for later is dropped."""
        while self._coming and self._coming[-1][0] >= at_s:
            self._coming.pop()
        self._coming.append((at_s, mood))

    def cue(self, tag: str, at_s: float) -> None:
        """Play a director's cue from `at_s` on. Raises KeyError for an unknown tag."""
        self._performance.cue(tag, at_s)

    def express(self, at_s: float) -> Expression:
        """The face at `at_s`; times never go back. The caller may keep the result."""
        while self._coming and self._coming[0][0] <= at_s:
            self._change_mood(self._coming.popleft()[1], at_s)
        self._follow_direction(self._performance.at(at_s, self._mood is Mood.SPEAKING))
        self._follow_speech(at_s)
        gaze = self._gaze.at(at_s, self._manner)
        if self._gaze.jumped(at_s) > GLANCE:
            self._blinks.invite(at_s, BLINK_AT_GLANCE)
        if self._slow_is_due(at_s):
            self._move_slow_parts(at_s)
        face = Expression(self._slow.controls.copy(), self._slow.pose.copy())
        self._set_mouth(face, at_s)
        self._set_eyes(face, gaze, at_s)
        return face

    def _set_mouth(self, face: Expression, at_s: float) -> None:
        controls = face.controls
        for control, value in zip(MOUTH_CONTROLS, self._mouth.at(at_s), strict=True):
            controls[control] = value
        rounded = controls[Control.PUCKER]
        controls[Control.SMILE] *= 1.0 - UNSMILE * rounded
        self._mould_mouth(controls)

    def _mould_mouth(self, controls: NDArray[np.float64]) -> None:
        """What the direction does to the mouth; never at the cost of a closed or rounded sound."""
        direction = self._direction
        if direction.grin:
            free = 1.0 - controls[Control.PUCKER]
            controls[Control.WIDE] += direction.grin * free * (1.0 - controls[Control.WIDE])
        if direction.gape:
            held = max(controls[Control.PRESS] - REST_PRESS, controls[Control.LIP_BITE]) / HELD
            free = 1.0 - min(max(held, 0.0), 1.0)
            for control, share in GAPE.items():
                controls[control] = max(controls[control], share * direction.gape * free)

    def _set_eyes(self, face: Expression, gaze: tuple[float, float], at_s: float) -> None:
        """Eyes turn in a head that turns itself; lids go with them, and blink."""
        eyes_x = _within(gaze[0] - STEADY_EYES * float(face.pose[Pose.YAW]) / EYE_RANGE_X_RAD)
        eyes_y = _within(gaze[1] - STEADY_EYES * float(face.pose[Pose.PITCH]) / EYE_RANGE_Y_RAD)
        lids = LIDS_FOLLOW_GAZE * max(eyes_y, 0.0)
        lids += (1.0 - lids) * self._blinks.at(at_s, self._manner.blink_every_s)
        controls = face.controls
        controls[Control.GAZE_X], controls[Control.GAZE_Y] = eyes_x, eyes_y
        controls[Control.BLINK_LEFT] = controls[Control.BLINK_RIGHT] = lids

    def _change_mood(self, mood: Mood, at_s: float) -> None:
        if mood is self._mood:
            return
        self._mood = mood
        self._manner = directed(MANNERS[mood], self._direction)
        self._head.settle(at_s)
        self._gaze.turn(at_s, to_viewer=mood is not Mood.THINKING)

    def _follow_direction(self, direction: Direction) -> None:
        if direction is not self._direction:
            self._direction = direction
            self._manner = directed(MANNERS[self._mood], direction)

    def _follow_speech(self, at_s: float) -> None:
        for mark in self._prosody.due(at_s):
            if mark.strength:
                strength = mark.strength * (1.0 + self._direction.emphasis)
                self._head.beat(at_s, strength)
                self._countenance.beat(at_s, strength)
            else:
                self._blinks.invite(at_s, BLINK_AT_PHRASE_END)
                self._gaze.turn(at_s, to_viewer=True)

    def _slow_is_due(self, at_s: float) -> bool:
        lively = self._mood is Mood.SPEAKING or self._head.nodding(at_s) or self._mouth.busy(at_s)
        lively = lively or self._performance.changing
        return lively or self._slow_s is None or at_s - self._slow_s >= CALM_STEP_S

    def _move_slow_parts(self, at_s: float) -> None:
        self._slow_s = at_s
        self._slow.pose[:] = self._head.pose(at_s, self._manner, self._direction, self._gaze.target)
        self._slow.pose *= self._head_share
        controls = self._slow.controls
        features = self._countenance.at(at_s, self._manner, self._direction)
        controls[Control.SMILE] = features.smile
        controls[Control.FROWN] = features.frown
        controls[Control.BROWS_UP] = features.brows_up
        controls[Control.BROWS_IN] = features.brows_in
        controls[Control.BROWS_SLANT] = features.brows_slant
        controls[Control.SQUINT] = features.squint


def _within(value: float) -> float:
    return min(max(value, -1.0), 1.0)
