"""Film: from linear light to what a screen shows."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

EXPOSURE = 0.78


def develop(linear: NDArray[np.floating]) -> NDArray[np.floating]:
    """(h, w, 3) linear RGB -> 0..1: a soft shoulder, a small toe, hues kept in the highlights."""
    x = np.maximum(linear * EXPOSURE, 0)
    luminance = (x @ np.array([0.2126, 0.7152, 0.0722], x.dtype))[..., None]
    even = _tone(luminance) * x / np.maximum(luminance, 1e-5)
    shown = np.clip(0.35 * even + 0.65 * _tone(x), 0, 1) ** (1 / 2.2)
    return np.asarray(np.clip(shown + 0.021 * np.sin((shown - 0.5) * 6.283), 0, 1))


def _tone(v: Any) -> Any:
    return (v * (1.0 + 0.18 * v)) / (v * (0.92 + 0.18 * v) + 0.62) * 1.02
