"""How far open a mouth is seen to be: inside it is darker than any part of a closed one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from tests.e2e.browser.caller import Pictures
from tests.e2e.lips import Lips

COLUMNS, ROWS = 64, 48
DARK = 70.0
"""Grey value. Of Ana's closed mouth nothing is darker, of the inside of an open one nearly everything but teeth."""
OPEN = 0.005
"""Share of dark pixels in the box of an open mouth."""


def mouth_box(person: str, width: int, height: int) -> tuple[int, int, int, int]:
    """x, y, width, height in px of the frame: the closed lips, and below them room for an open mouth."""
    lips = Lips.of(person, width, height)
    wide, high = lips.right - lips.left, lips.bottom - lips.top
    return lips.left, lips.top, wide, round(1.3 * high)


def openness(pictures: Pictures) -> NDArray[np.float64]:
    """Share of dark pixels, for each picture."""
    return (pictures.grey < DARK).mean(axis=(1, 2))
