"""Sound -> frames: 32 mel bands and how voiced it is, every 10 ms."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from visavis.speech import Pcm

Floats = NDArray[np.float32]

HEARING_HZ = 16_000
WINDOW, HOP = 400, 160
"""25 ms of sound for each frame, 10 ms apart."""
STEP = 2 * HOP
"""20 ms: the network takes two frames at a time."""
STEP_S = STEP / HEARING_HZ
BANDS = 32
LOW_HZ, HIGH_HZ = 60.0, 7600.0
FLOOR = 1e-6
"""Power that hides digital silence."""

_FFT = 512
_HANN = np.hanning(WINDOW).astype(np.float32)
_PLACES = np.arange(WINDOW)
_SHORTEST_PERIOD, _LONGEST_PERIOD = 40, 230  # 400 to 70 Hz


def _mel(hz: float) -> float:
    return 2595 * float(np.log10(1 + hz / 700))


def mel_filters() -> Floats:
    """Triangles, evenly spaced in mel: (FFT bins, BANDS)."""
    mels = np.linspace(_mel(LOW_HZ), _mel(HIGH_HZ), BANDS + 2)
    edges = 700 * (10 ** (mels / 2595) - 1) / HEARING_HZ * _FFT
    low, middle, high = edges[:-2], edges[1:-1], edges[2:]
    bins = np.arange(_FFT // 2 + 1)[:, None]
    rising, falling = (bins - low) / (middle - low), (high - bins) / (high - middle)
    return np.maximum(np.minimum(rising, falling), 0).astype(np.float32)


def _lags() -> Floats:
    """Power (FFT bins) -> autocorrelation at 0 and at every lag of a pitch: (FFT bins, lags)."""
    bins = np.arange(_FFT // 2 + 1)[:, None]
    lags = np.concatenate([[0], np.arange(_SHORTEST_PERIOD, _LONGEST_PERIOD)])
    twice = np.where((bins == 0) | (bins == _FFT // 2), 1, 2)
    sums: Floats = (twice * np.cos(2 * np.pi * bins * lags / _FFT) / _FFT).astype(np.float32)
    return sums


_SUMS = np.concatenate([mel_filters(), _lags()], axis=1)
"""Bands and autocorrelation in one product: of so few frames quicker than an FFT back."""


def sound_of(pcm: Pcm) -> Floats:
    """Samples within ±1."""
    return pcm.astype(np.float32) * np.float32(1 / 32768)


def frames_in(samples: int) -> int:
    """How many complete frames there are."""
    return max((samples - WINDOW) // HOP + 1, 0)


def spectrum(sound: Floats) -> tuple[Floats, Floats]:
    """Sound (n,) of 16 kHz within ±1 -> the log power of the bands (frames, BANDS), voicing (frames,).

    Voicing is the highest peak of the autocorrelation at a speaker's pitch, near 1 for a clear vowel.
    """
    count = frames_in(len(sound))
    if not count:
        return np.zeros((0, BANDS), np.float32), np.zeros(0, np.float32)
    windows = sound[np.arange(count)[:, None] * HOP + _PLACES]  # for a few frames quicker than striding
    bins = np.fft.rfft(windows * _HANN, _FFT)
    sums = (bins.real**2 + bins.imag**2) @ _SUMS
    voicing: Floats = sums[:, BANDS + 1 :].max(1) / (sums[:, BANDS] + np.float32(1e-3))
    bands: Floats = np.log(sums[:, :BANDS] + FLOOR)
    return bands, voicing
