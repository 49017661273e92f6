"""Strands: the hairs of one kind, or of all together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]


class Kind(IntEnum):
    SCALP = 0
    BEARD = 1
    BROW = 2
    LASH = 3
    STUBBLE = 4


@dataclass(frozen=True, slots=True)
class Strands:
    points: Array  # (n, k, 3) from root to tip
    width: Array  # (n,) units
    depth: Array  # (n, k) 0 deep in the hair, 1 on its outside
    tint: Array  # (n,) times the colour
    kind: NDArray[np.int64]  # (n,)

    @staticmethod
    def of(points: Array, width: Any, depth: Any, tint: Any, kind: Kind) -> Strands:
        """Widths, depths and tints may be given once for all."""
        count, steps = points.shape[:2]
        return Strands(
            points=points,
            width=np.broadcast_to(np.asarray(width, float), (count,)),
            depth=np.broadcast_to(np.asarray(depth, float), (count, steps)),
            tint=np.broadcast_to(np.asarray(tint, float), (count,)),
            kind=np.full(count, kind),
        )

    def only(self, which: NDArray[np.bool_]) -> Strands:
        return Strands(
            self.points[which], self.width[which], self.depth[which], self.tint[which], self.kind[which]
        )


def together(parts: Iterable[Strands]) -> Strands:
    """All strands, with as many points each as the finest have."""
    parts = list(parts)
    steps = max(part.points.shape[1] for part in parts)
    return Strands(
        points=np.concatenate([_resampled(part.points, steps) for part in parts]),
        width=np.concatenate([part.width for part in parts]),
        depth=np.concatenate([_resampled(part.depth, steps) for part in parts]),
        tint=np.concatenate([part.tint for part in parts]),
        kind=np.concatenate([part.kind for part in parts]),
    )


def _resampled(values: Array, steps: int) -> Array:
    at = np.linspace(0, values.shape[1] - 1, steps)
    first = np.clip(at.astype(int), 0, values.shape[1] - 2)
    rest = (at - first)[None, :]
    rest = rest[..., None] if values.ndim == 3 else rest
    return np.asarray(values[:, first] * (1 - rest) + values[:, first + 1] * rest)


def tints(count: int, spread: float, chance: np.random.Generator) -> Array:
    return np.clip(1 + spread * chance.normal(0, 1, count), 0.5, 1.7)
