"""Smooth steps and bells, and unit vectors, on arrays."""

from __future__ import annotations

from typing import Any

import numpy as np


def step(x: Any, low: float, high: float) -> Any:
    """0 before `low`, 1 after `high`, smooth between; falls where low is above high."""
    t = np.clip((x - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def bell(x: Any, width: Any) -> Any:
    return np.exp(-((x / width) ** 2))


def unit(vectors: Any) -> Any:
    return vectors / (np.linalg.norm(vectors, axis=-1, keepdims=True) + 1e-9)
