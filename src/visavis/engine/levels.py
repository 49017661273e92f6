"""How loud a piece of sound is."""

from __future__ import annotations

import math

import numpy as np

from visavis.speech import Pcm

SILENCE_DB = -120.0
"""The level of digital silence."""

_FULL_SCALE_SQUARED = 32768.0**2


def level_db(pcm: Pcm) -> float:
    """Root mean square in decibels; 0 is a full-scale square wave, SILENCE_DB the least."""
    if not len(pcm):
        return SILENCE_DB
    samples = pcm.astype(np.float32)
    mean_square = float(np.dot(samples, samples)) / len(samples) / _FULL_SCALE_SQUARED
    return 10 * math.log10(mean_square + 1e-12)
