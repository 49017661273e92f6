"""Tracks -> sound: pulses and noise through resonators in a row, as Klatt (1980) arranges them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.signal import lfilter

from training.mouth.engines.formant_manners import Manners
from training.mouth.engines.formant_tracks import FRAME, Tracks
from visavis.face.hearing.spectrum import HEARING_HZ, Floats

HIGHER = 3500.0, 4500.0
"""The fourth and fifth formant, of all phones."""

Samples = NDArray[np.float64]


def sound_of(tracks: Tracks, manners: Manners, chance: Generator) -> Floats:
    """FRAME samples for each frame of the tracks, at HEARING_HZ."""
    count = len(tracks.voice) * FRAME
    hiss = chance.normal(0, 1, count)
    pulses = _pulses(count, manners, chance)
    throat = pulses * _through(tracks.voice, count) + hiss * _through(tracks.breath, count)
    out = np.zeros(count)
    states = [np.zeros(2) for _ in range(7)]
    for frame in range(len(tracks.voice)):
        part = slice(frame * FRAME, (frame + 1) * FRAME)
        nasal = bool(tracks.nasal[frame])
        sound = throat[part]
        for number, (hz, wide_hz) in enumerate(_resonances(tracks.formants[frame], manners, nasal)):
            sound, states[number] = _resonate(sound, hz, wide_hz, states[number])
        if nasal:
            sound = sound * manners.nasal
        hz, wide_hz = float(tracks.noise_hz[frame]), float(tracks.wide_hz[frame])
        noise, states[6] = _resonate(hiss[part] * tracks.noise[frame], hz, wide_hz, states[6])
        out[part] = sound + 0.3 * noise
    return np.asarray(np.diff(out, prepend=0.0), np.float32)  # lips radiate


def _through(track: Floats, count: int) -> Samples:
    """From frame to frame without steps: (frames,) -> (count,)."""
    return np.asarray(np.interp(np.arange(count) / FRAME - 0.5, np.arange(len(track)), track), np.float64)


def _resonances(formants: Floats, manners: Manners, nasal: bool) -> Iterator[tuple[float, float]]:
    """Middle and width in Hz; the nose damps and adds one of its own."""
    damped = 2.5 if nasal else 1.0
    for hz, wide in zip(formants.tolist(), (60.0, 90.0, 130.0), strict=True):
        yield min(hz, 7400.0), wide * manners.width * damped
    for hz, wide in zip(HIGHER, (250.0, 300.0), strict=True):
        yield min(hz * manners.size, 7400.0), wide * manners.width


def _resonate(sound: Samples, hz: float, wide_hz: float, state: Samples) -> tuple[Samples, Samples]:
    """Klatt's resonator, of gain 1 at 0 Hz."""
    radius = np.exp(-np.pi * wide_hz / HEARING_HZ)
    c = -radius * radius
    b = 2 * radius * np.cos(2 * np.pi * hz / HEARING_HZ)
    heard, after = lfilter([1 - b - c], [1, -b, -c], sound, zi=state)
    return heard, after


def _pulses(count: int, manners: Manners, chance: Generator) -> Samples:
    """The glottis: pulses whose pitch wanders and falls, dull above `bright_hz`."""
    points = max(count // (HEARING_HZ // 3), 2)
    melody = np.interp(np.arange(count), np.linspace(0, count, points), chance.normal(0, 0.12, points))
    pitch = manners.pitch_hz * np.exp(melody - 0.2 * np.arange(count) / count)
    phase = np.cumsum(pitch / HEARING_HZ)
    pulses = np.diff(np.floor(phase), prepend=0.0)
    keep = np.exp(-2 * np.pi * manners.bright_hz / HEARING_HZ)
    dull = lfilter([1 - keep], [1, -keep], pulses)
    dull = lfilter([1 - 0.95], [1, -0.95], dull) + 0.02 * dull
    return np.asarray(dull / (dull.std() + 1e-9), np.float32).astype(np.float64)
