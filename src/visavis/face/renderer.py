"""Who draws a face: compiled code where there is numba (`face.raster`), else numpy and OpenCV (`face.plain`).

Both draw the same frames; numba is loaded by nothing else of a server.
"""

from __future__ import annotations

import logging
from functools import cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from visavis.face.avatar import Avatar, Bytes, Floats
from visavis.face.expression import Expression, Pose
from visavis.settings import Settings

log = logging.getLogger(__name__)

THRESHOLD_PX = 1 / 8
"""What moved less may stay as it is: a quarter of the work, 56 dB from drawing everything."""
CONTROL_LIMIT = 4.0
ANGLE_LIMIT_RAD = 1.5
SHIFT_LIMIT_PX = 200.0


class Renderer(Protocol):
    """Draws one session's frames of an avatar.

    Not for two threads at once; renderers of one avatar share nothing that is written.
    """

    @property
    def frame(self) -> Bytes:
        """The I420 picture; it stays the same array for the renderer's life."""

    @property
    def vertices(self) -> Floats:
        """(n + r, 2) px: where the vertices and rims of the mesh are in the last expression."""

    def render(self, expression: Expression) -> int:
        """Draw; returns how many cells and patches were redrawn, 0 when the frame has not changed by a bit.

        Whatever is not finite or absurd counts as 0.
        """


def renderer_for(avatar: Avatar, threshold_px: float = THRESHOLD_PX) -> Renderer:
    """For a mapped avatar: the compiled renderer is compiled for those."""
    if is_compiled():
        from visavis.face.raster import Renderer as Compiled

        return Compiled(avatar, threshold_px)
    from visavis.face.plain import PlainRenderer

    return PlainRenderer(avatar, threshold_px)


def warm_up() -> None:
    """Compile or load everything ahead, so that no session waits for it."""
    if is_compiled():
        from visavis.face.raster import warm_up as compile_kernels

        compile_kernels()


@cache
def is_compiled() -> bool:
    """Decided once per process; where faces are drawn slowly, a line of the log says so."""
    if Settings().renderer == "plain":
        log.warning(
            "Faces are drawn without numba, slowly: VISAVIS_RENDERER is plain. Unset it to draw them fast."
        )
        return False
    try:
        import numba  # noqa: F401
    except ImportError as error:
        log.warning(
            "Faces are drawn without numba, slowly: it cannot be loaded (%s). "
            "`pip install numba` and start again to draw them fast.",
            error,
        )
        return False
    return True


def sane(expression: Expression) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Controls and pose; renderers do not check their numbers, so what is not finite or absurd is 0 here."""
    controls = _within(expression.controls, CONTROL_LIMIT)
    pose = _within(expression.pose, SHIFT_LIMIT_PX)
    pose[: Pose.ROLL + 1] = _within(pose[: Pose.ROLL + 1], ANGLE_LIMIT_RAD)
    return controls, pose


def _within(values: NDArray[np.float64], limit: float) -> NDArray[np.float64]:
    return np.where(np.abs(values) <= limit, values, 0.0)
