"""Which moment of the sound the network speaks of: it answers late, to have heard what comes next."""

from __future__ import annotations

import numpy as np

from visavis.face.hearing.spectrum import HEARING_HZ, HOP, STEP, WINDOW, Floats

LOOK_AHEAD_S = 0.075
"""How far before the newest sample that it has heard the moment lies that it speaks of."""


def answer_times_s(first: int, count: int) -> Floats:
    """Seconds from the first sample, of `count` answers from number `first` on; the first are early."""
    steps = np.arange(first, first + count)
    times: Floats = ((steps * STEP + HOP + WINDOW) / HEARING_HZ - LOOK_AHEAD_S).astype(np.float32)
    return times
