"""Spectrograms as networks of others were trained on: those of Wav2Lip and of Whisper, at 16 kHz.

Both are librosa's: Slaney's mel scale, triangles of equal area, periodic Hann windows, frames centred on
their sample.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 16_000
BANDS = 80

Floats = NDArray[np.float32]
"""Sound is -1..1."""

WAV2LIP_HOP = 200
WAV2LIP_REACH = 400
"""Half its window: how many samples before and after its centre a column is made of."""
_WAV2LIP_HZ = (55.0, 7600.0)
_PREEMPHASIS = 0.97
_REFERENCE_DB, _FLOOR_DB, _LIMIT = 20.0, -100.0, 4.0

WHISPER_HOP = 160
_WHISPER_WINDOW = 400
_WHISPER_HZ = (0.0, 8000.0)
_WHISPER_RANGE = 8.0  # decades below the loudest


def wav2lip_mel(sound: Floats, columns: int) -> Floats:
    """(80, columns), -4 to 4, from (1 + 2 * 400 + 200 * (columns - 1),) samples: one before the first window,
    for the pre-emphasis, then up to the end of the last (Wav2Lip, hparams.py and audio.py)."""
    sharp = sound[1:] - np.float32(_PREEMPHASIS) * sound[:-1]
    power = _magnitudes(sharp, 2 * WAV2LIP_REACH, WAV2LIP_HOP, columns)
    mel = _triangles(2 * WAV2LIP_REACH, *_WAV2LIP_HZ) @ power
    floor = 10 ** (_FLOOR_DB / 20)
    level_db = 20 * np.log10(np.maximum(mel, floor)) - _REFERENCE_DB
    scaled = 2 * _LIMIT * (level_db - _FLOOR_DB) / -_FLOOR_DB - _LIMIT
    return np.clip(scaled, -_LIMIT, _LIMIT).astype(np.float32)


def whisper_mel(sound: Floats) -> Floats:
    """(80, n / 160) from n samples (Whisper, audio.py)."""
    around = np.pad(sound, _WHISPER_WINDOW // 2, mode="reflect")
    power = _magnitudes(around, _WHISPER_WINDOW, WHISPER_HOP, len(sound) // WHISPER_HOP) ** 2
    level = np.log10(np.maximum(_triangles(_WHISPER_WINDOW, *_WHISPER_HZ) @ power, 1e-10))
    return np.asarray((np.maximum(level, level.max() - _WHISPER_RANGE) + 4) / 4, np.float32)


def _magnitudes(sound: Floats, window: int, hop: int, columns: int) -> NDArray[np.float64]:
    """(window / 2 + 1, columns)"""
    frames = np.lib.stride_tricks.sliding_window_view(sound, window)[: hop * columns : hop]
    return np.asarray(np.abs(np.fft.rfft(frames * _hann(window))).T, np.float64)


@cache
def _hann(window: int) -> NDArray[np.float64]:
    return 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(window) / window)


@cache
def _triangles(window: int, low_hz: float, high_hz: float) -> NDArray[np.float64]:
    """(80, window / 2 + 1) share of each frequency in each band."""
    edges = _hz(np.linspace(_mel(low_hz), _mel(high_hz), BANDS + 2))
    frequency = np.arange(window // 2 + 1) * RATE_HZ / window
    rising = (frequency - edges[:-2, None]) / np.diff(edges)[:-1, None]
    falling = (edges[2:, None] - frequency) / np.diff(edges)[1:, None]
    area = 2 / (edges[2:] - edges[:-2])
    return np.asarray(np.maximum(0, np.minimum(rising, falling)) * area[:, None])


_LINEAR_HZ, _BREAK_HZ, _STEP = 200 / 3, 1000.0, np.log(6.4) / 27
"""Slaney's scale is linear below 1 kHz, logarithmic above."""


def _mel(hz: float) -> float:
    if hz < _BREAK_HZ:
        return hz / _LINEAR_HZ
    return float(_BREAK_HZ / _LINEAR_HZ + np.log(hz / _BREAK_HZ) / _STEP)


def _hz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    linear, knee = mel * _LINEAR_HZ, _BREAK_HZ / _LINEAR_HZ
    return np.where(mel < knee, linear, _BREAK_HZ * np.exp((mel - knee) * _STEP))
