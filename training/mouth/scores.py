"""How well a mouth read from sound agrees with the phones that were spoken. Pure; times in seconds.

jaw, wide, pucker   correlation with the looks of the phones in turn, both over 60 ms
curve               correlation of the jaw with the curve that marks would have drawn
found               share of p, b, m with lips shut on a frame (25 a second) within one frame of it
right               share of the runs of shut frames that lie within one frame of a p, b or m
                    (lips shut in silence are counted neither way)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.mouth.targets import Segment, closures
from visavis.face.hearing.spectrum import Floats
from visavis.face.phones import Viseme

FRAME_S = 0.04
SMOOTH_STEPS = 3


@dataclass(frozen=True, slots=True)
class Closures:
    """Counts, to be summed over recordings."""

    spoken: int = 0
    found: int = 0
    shown: int = 0
    right: int = 0

    def __add__(self, other: Closures) -> Closures:
        return Closures(
            self.spoken + other.spoken,
            self.found + other.found,
            self.shown + other.shown,
            self.right + other.right,
        )

    @property
    def recall(self) -> float:
        return self.found / max(self.spoken, 1)

    @property
    def precision(self) -> float:
        return self.right / max(self.shown, 1)


def count_closures(times_s: Floats, shut: NDArray[np.bool_], spoken: Sequence[Segment]) -> Closures:
    """Of one recording; `shut` says of each 20 ms whether lips are shut."""
    labials = closures(spoken)
    frames_s = np.arange(0.0, times_s[-1], FRAME_S)
    # a frame shows the more shut of the two steps that it covers
    nearest = [np.clip(np.searchsorted(times_s, frames_s + late), 0, len(shut) - 1) for late in (-0.01, 0.01)]
    shown = shut[nearest[0]] | shut[nearest[1]]
    silent = _silent(frames_s, spoken)
    found = sum(
        bool(shown[(frames_s >= start_s - FRAME_S) & (frames_s <= end_s + FRAME_S)].any())
        for start_s, end_s in labials
    )
    right = wrong = 0
    for first, last in _runs(shown):
        begins_s, ends_s = frames_s[first] - FRAME_S, frames_s[last] + FRAME_S
        if any(start_s <= ends_s and end_s >= begins_s for start_s, end_s in labials):
            right += 1
        elif not silent[first : last + 1].any():
            wrong += 1
    return Closures(len(labials), found, right + wrong, right)


def _silent(frames_s: NDArray[np.float64], spoken: Sequence[Segment]) -> NDArray[np.bool_]:
    silent = (frames_s < spoken[0].start_s) | (frames_s > spoken[-1].end_s)
    for segment in spoken:
        if segment.viseme is Viseme.REST:
            silent |= (frames_s >= segment.start_s - FRAME_S) & (frames_s <= segment.end_s + FRAME_S)
    return silent


def _runs(shown: NDArray[np.bool_]) -> Iterable[tuple[int, int]]:
    """First and last frame of each run."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], shown, [False]]).astype(np.int8)))
    return [(int(first), int(after) - 1) for first, after in zip(edges[::2], edges[1::2], strict=True)]


def smoothed(values: Floats) -> Floats:
    """(n, columns), each over 60 ms."""
    kernel = np.ones(SMOOTH_STEPS) / SMOOTH_STEPS
    columns = [np.convolve(column, kernel, "same") for column in values.T]
    return np.stack(columns, axis=1).astype(np.float32)


def correlation(one: Floats, other: Floats) -> float:
    """Pearson's; 0 where either does not move."""
    if min(one.std(), other.std()) < 1e-6:
        return 0.0
    return float(np.corrcoef(one, other)[0, 1])
