"""Noise in space, the same in every run."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from visavis.face.sculpt.field.value_noise import fill_noise


def noise(points: NDArray[Any], frequency: float, seed: int) -> NDArray[np.float32]:
    """Smooth value noise, -1..1, at points (n, 3)."""
    values = np.empty(len(points), np.float32)
    fill_noise(np.ascontiguousarray(points, np.float32), np.float32(frequency), np.int64(seed), values)
    return values
