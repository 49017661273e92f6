"""Face: one session's face, from the time of a frame to the job that draws it."""

from __future__ import annotations

from typing import Protocol

from visavis.face.avatar import Avatar, Bytes
from visavis.face.expression import Expression
from visavis.face.renderer import renderer_for


class Animator(Protocol):
    """Decides what the face does."""

    def express(self, at_s: float) -> Expression:
        """The face at a moment of session time, in seconds; asked in order, must be quick."""


class PaintJob(Protocol):
    """As `visavis.media.program.Painter`."""

    def __call__(self) -> Bytes: ...


class Face:
    """An avatar, played by an animator, on a canvas of its own."""

    def __init__(self, avatar: Avatar, animator: Animator) -> None:
        self._animator = animator
        self._renderer = renderer_for(avatar)
        self.redrawn = 0
        """Cells and patches that the last painted frame redrew; 0: it is the frame before, bit for bit."""

    def paint(self, at_s: float) -> PaintJob:
        """Ask the animator for this moment now; the job that is returned draws it, in any thread.

        Jobs run one at a time, in order. Each returns the same I420 array, valid until the next one runs.
        """
        expression = self._animator.express(at_s)

        def draw() -> Bytes:
            self.redrawn = self._renderer.render(expression)
            return self._renderer.frame

        return draw
