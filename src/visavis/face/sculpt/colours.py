"""Colours in linear light."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def light(colour: str) -> NDArray[np.float64]:
    """#rrggbb -> linear RGB."""
    return (np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255.0) ** 2.2


def mix(a: Any, b: Any, share: Any) -> Any:
    """Colours (n, 3), from a to b by shares (n,)."""
    return a + (b - a) * share[:, None]
