"""The frames that the network hears, against the same worked out one by one and slowly."""

import numpy as np
import pytest

from visavis.face.hearing.spectrum import BANDS, FLOOR, HEARING_HZ, HOP, WINDOW, frames_in, spectrum

FFT = 512


def noise(samples, seed=1):
    return np.random.default_rng(seed).normal(0, 0.1, samples).astype(np.float32)


def tone(hz, seconds=0.1):
    times_s = np.arange(round(seconds * HEARING_HZ)) / HEARING_HZ
    return sum(np.sin(2 * np.pi * hz * harmonic * times_s) / harmonic for harmonic in range(1, 12)) * 0.1


def slow_bands(window):
    """A discrete Fourier transform by its definition, then the triangles, one by one."""
    samples = np.arange(WINDOW)
    shaped = window * (0.5 - 0.5 * np.cos(2 * np.pi * samples / (WINDOW - 1)))
    power = [abs(np.sum(shaped * np.exp(-2j * np.pi * k * samples / FFT))) ** 2 for k in range(FFT // 2 + 1)]
    low, high = (2595 * np.log10(1 + hz / 700) for hz in (60, 7600))
    edges = [
        700 * (10 ** ((low + (high - low) * i / (BANDS + 1)) / 2595) - 1) / HEARING_HZ * FFT
        for i in range(BANDS + 2)
    ]
    bands = []
    for a, b, c in zip(edges, edges[1:], edges[2:], strict=False):
        weights = [max(min((k - a) / (b - a), (c - k) / (c - b)), 0) for k in range(FFT // 2 + 1)]
        bands.append(np.log(np.dot(weights, power) + FLOOR))
    return np.array(bands)


def test_the_bands_are_those_of_a_slow_reference():
    sound = noise(WINDOW + 4 * HOP)
    bands, _ = spectrum(sound)
    assert bands.shape == (5, BANDS)
    for frame, found in enumerate(bands):
        assert found == pytest.approx(slow_bands(sound[frame * HOP : frame * HOP + WINDOW]), abs=2e-3)


def test_a_voice_is_voiced_the_more_periods_a_window_holds_and_noise_is_not():
    low, middle, high = (spectrum(tone(hz).astype(np.float32))[1].mean() for hz in (120, 220, 390))
    assert 0.4 < low < middle < high < 1
    assert spectrum(noise(1600))[1].max() < 0.25


@pytest.mark.parametrize("samples", [0, 1, WINDOW - 1, WINDOW, WINDOW + HOP - 1, WINDOW + HOP, 5000])
def test_only_complete_frames_are_made(samples):
    bands, voicing = spectrum(noise(samples))
    assert len(bands) == len(voicing) == frames_in(samples)


def test_digital_silence_is_finite():
    bands, voicing = spectrum(np.zeros(1000, np.float32))
    assert np.allclose(bands, np.log(FLOOR))
    assert np.all(voicing == 0)
