"""What of the sound a lip model hears for one picture."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 16_000

Floats = NDArray[np.float32]
"""Sound is -1..1."""


class Hearing(NamedTuple):
    """Samples before and after the time of the picture."""

    before: int
    after: int

    @property
    def samples(self) -> int:
        return self.before + self.after
