"""What a face shows at one moment: the seam between who decides it (animator) and who draws it (raster)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray


class Control(IntEnum):
    """The controls of the rig; 0 is rest, 1 the full shape. Left and right are the person's own.

    Raised brows, squint, slant and gaze go below 0 too.
    """

    JAW = 0
    WIDE = 1
    PUCKER = 2
    UPPER_LIP = 3  # raised
    LOWER_LIP = 4  # lowered
    PRESS = 5  # lips pressed together
    LIP_BITE = 6  # f, v
    SMILE = 7
    BROWS_UP = 8  # below 0 lowered
    BROWS_IN = 9
    BLINK_RIGHT = 10
    BLINK_LEFT = 11
    SQUINT = 12  # below 0 the eyes widen
    BROWS_SLANT = 13  # inner ends raised, outer ends lowered
    FROWN = 14  # corners of the mouth down
    GAZE_X = 15  # towards the picture's right
    GAZE_Y = 16  # down
    TONGUE = 17  # raised, at the end put between the teeth: th


MOVES_MESH = Control.FROWN + 1
"""The first controls move the mesh, the rest layers."""


class Pose(IntEnum):
    """Head pose: angles in radians, shifts and breath in pixels of a 512 px wide frame."""

    YAW = 0
    PITCH = 1
    ROLL = 2
    X = 3
    Y = 4
    BREATH = 5


@dataclass(slots=True)
class Expression:
    controls: NDArray[np.float64] = field(default_factory=lambda: np.zeros(len(Control)))
    pose: NDArray[np.float64] = field(default_factory=lambda: np.zeros(len(Pose)))
