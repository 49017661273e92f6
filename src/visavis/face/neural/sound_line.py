"""The sound round the present: what has been played, and what is queued to be played, on one line.

played  ......|========|  queued
              ^ position: samples that have passed
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import soxr

from visavis.face.neural.hearing import RATE_HZ, Floats, Hearing
from visavis.speech import Pcm

LINE_HZ = 48_000
"""As `visavis.media.program.AUDIO_HZ`."""
DIVISOR = LINE_HZ // RATE_HZ
PAST_S = 1.25
"""Is kept: the longest that a model hears of the past, and a margin."""
MARGIN = 480
"""Samples on each side that the resampler needs and that are thrown away."""

Coming = Callable[[int], Pcm]
"""The next samples that will be played, at most so many; fewer when no more are known."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the line; what lies outside of it is silence."""

    start: int
    samples: Pcm

    def cut(self, first: int, end: int) -> Pcm:
        """The samples from `first` up to `end`; not to be written to."""
        inside = self.samples[max(first - self.start, 0) : max(end - self.start, 0)]
        if len(inside) == end - first:
            return inside
        silent_first = min(max(self.start - first, 0), end - first)
        whole = np.zeros(end - first, np.int16)
        whole[silent_first : silent_first + len(inside)] = inside
        return whole


class SoundLine:
    def __init__(self) -> None:
        self.position = 0
        self._past: Pcm = np.zeros(round(PAST_S * LINE_HZ), np.int16)
        self._coming: Coming = _nothing

    def hear(self, pcm: Pcm | None, samples: int, coming: Coming) -> None:
        """So many samples have been played; None was silence. `coming` is asked until the next call."""
        self._past[:-samples] = self._past[samples:]
        self._past[-samples:] = 0 if pcm is None else pcm
        self.position += samples
        self._coming = coming

    def known(self, ahead: int) -> Stretch:
        """What is known up to so many samples after the position."""
        return Stretch(self.position - len(self._past), np.concatenate([self._past, self._coming(ahead)]))


def margins(hearing: Hearing) -> tuple[int, int]:
    """How many samples of the line before and after a moment `heard` needs."""
    return hearing.before * DIVISOR + MARGIN, hearing.after * DIVISOR + MARGIN


def heard(sound: Pcm, hearing: Hearing) -> Floats:
    """What a model hears, from the samples that `margins` names."""
    resampled = soxr.resample(sound.astype(np.float32) / 32768, LINE_HZ, RATE_HZ)
    return np.asarray(resampled[MARGIN // DIVISOR :][: hearing.samples], np.float32)


def _nothing(count: int) -> Pcm:
    return np.zeros(0, np.int16)
