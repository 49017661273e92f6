"""NeuralFace: as `visavis.face.face.Face`, with a model's lower face over the rig's while she speaks."""

from __future__ import annotations

import logging
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass

from visavis.face.avatar import Avatar, Bytes, no_light
from visavis.face.build.planes import Planes
from visavis.face.expression import Control, Expression
from visavis.face.face import Animator, PaintJob
from visavis.face.mouth import MOUTH_CONTROLS
from visavis.face.neural.composing import Composer, patch_planes
from visavis.face.neural.foresight import Foresight, Tally
from visavis.face.neural.head_motion import HeadMotion
from visavis.face.neural.hearing import Floats
from visavis.face.neural.lower_face import LowerFace, find_lower_face
from visavis.face.neural.model import LipModel
from visavis.face.neural.sound_line import LINE_HZ, Coming, SoundLine
from visavis.face.renderer import renderer_for
from visavis.speech import Pcm

log = logging.getLogger(__name__)

FADE_FRAMES = 5
"""A patch comes and goes over so many frames, or its edges would be seen to jump."""
REPLACED = [*MOUTH_CONTROLS, Control.SMILE]
"""At rest under a patch: the model has seen the face so."""


@dataclass(frozen=True, slots=True)
class PreparedFace:
    """An avatar as a model knows it; shared by all its sessions."""

    model: LipModel
    avatar: Avatar
    lower_face: LowerFace
    motion: HeadMotion
    known: Floats

    def draw(self, sound: Floats) -> Planes:
        """The patch for what the model hears."""
        return patch_planes(self.model.step(self.known, sound), self.lower_face)


def prepare_face(model: LipModel, avatar: Avatar) -> PreparedFace:
    """Takes seconds on a slow machine. Raises LipModelError.

    The face keeps the light of its picture when it turns: a model's pictures of the mouth know no other.
    """
    avatar = avatar._replace(light=no_light())
    lower_face = find_lower_face(avatar, model.description.shift)
    motion = HeadMotion(avatar, lower_face)
    return PreparedFace(model, avatar, lower_face, motion, model.prepare(lower_face.picture))


class NeuralFace:
    def __init__(
        self, face: PreparedFace, animator: Animator, session: str, executor: Executor | None = None
    ) -> None:
        """`executor` makes patches, one at a time; by default a thread of this face's own."""
        self._face, self._animator, self._session = face, animator, session
        self._renderer = renderer_for(face.avatar)
        self._composer = Composer(face.lower_face, face.avatar.width, face.avatar.height)
        self._executor = executor or ThreadPoolExecutor(1, f"lips of {session}")
        self._line = SoundLine()
        model = face.model
        self._foresight = Foresight(face.draw, model.hearing, model.description.fps, self._executor, session)
        self._strength = 0.0
        self._composed = False
        self.redrawn = 0
        """As `Face.redrawn`."""

    @property
    def tally(self) -> Tally:
        return self._foresight.tally

    def hear(self, pcm: Pcm | None, samples: int, coming: Coming) -> None:
        """So many samples at 48 kHz are being played; `coming` tells what is queued behind them."""
        if not self._foresight.gave_up:
            self._line.hear(pcm, samples, coming)

    def paint(self, at_s: float) -> PaintJob:
        """As `Face.paint`, but the array is the rig's own or the composed one.

        `at_s` is the time at which the samples that were last heard begin.
        """
        expression = self._animator.express(at_s)
        patch = self._patch(at_s)
        strength = self._strength
        expression.controls[REPLACED] *= 1 - strength
        return lambda: self._draw(expression, patch, strength)

    def close(self) -> None:
        """Lets go of the thread; what it is just making is thrown away."""
        self._foresight.close()
        self._executor.shutdown(wait=False, cancel_futures=True)
        tally = self.tally
        if tally != Tally():
            log.info(
                "session %s: the lip model drew %d pictures, was late for %d and failed for %d",
                self._session,
                tally.shown,
                tally.late,
                tally.failed,
            )

    def _patch(self, at_s: float) -> Planes | None:
        foresight = self._foresight
        if foresight.gave_up:
            return None
        due = foresight.at(round(at_s * LINE_HZ), self._line.known(foresight.horizon))
        if due is None:
            self._strength = 0.0
            return None
        step = 1 / FADE_FRAMES
        self._strength = min(self._strength + step, step + (1 - step) * due.outlook)
        return due.patch

    def _draw(self, expression: Expression, patch: Planes | None, strength: float) -> Bytes:
        """In the picture's thread."""
        redrawn = self._renderer.render(expression)
        frame, composed = self._renderer.frame, False
        if patch is not None:
            affine = self._face.motion.affine(self._renderer.vertices, expression.controls)
            if affine is not None:
                frame, composed = self._composer.compose(frame, patch, affine, strength), True
        self.redrawn = redrawn + (composed or self._composed)
        self._composed = composed
        return frame
