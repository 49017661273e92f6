"""Steady noise is taken off the microphone, and speech survives it."""

import time

import numpy as np
import pytest

from tests.spoken import chunks, spoken
from visavis.providers import registry
from visavis.providers.base import MICROPHONE_HZ
from visavis.speech import Pcm

LEARNING_S = 1.5
"""Before it knows the noise, nothing is measured."""
SENTENCE = "The museum opens at ten in the morning and closes at six in the evening."


def scene(noise_db: float) -> tuple[Pcm, slice, slice]:
    """A sentence in hiss, `noise_db` relative to the speech; where there is only noise, and where speech."""
    speech = spoken(SENTENCE)
    before = round(2 * LEARNING_S * MICROPHONE_HZ)
    clean = np.concatenate((np.zeros(before), speech, np.zeros(MICROPHONE_HZ)))
    loudness = np.sqrt(np.mean(speech.astype(np.float64) ** 2))
    hiss = np.random.default_rng(1).normal(0, loudness * 10 ** (noise_db / 20), len(clean))
    microphone = np.clip(clean + hiss, -32768, 32767).astype(np.int16)
    return microphone, slice(before // 2, before), slice(before, before + len(speech))


def enhanced(microphone: Pcm, level: float, samples: int = 320) -> Pcm:
    enhancer = registry.enhancer(level)
    assert enhancer is not None
    return np.concatenate([enhancer.enhance(chunk) for chunk in chunks(microphone, samples)])


def decibels(pcm: Pcm) -> float:
    return float(10 * np.log10(np.mean(pcm.astype(np.float64) ** 2)))


def ratio_db(pcm: Pcm, noise: slice, speech: slice) -> float:
    """Speech (with the noise in it) over noise alone."""
    return decibels(pcm[speech]) - decibels(pcm[noise])


@pytest.mark.parametrize(("level", "gain_db"), [(0.25, 4), (0.5, 9), (0.75, 13), (1.0, 15)])
def test_speech_stands_out_more_from_noise_at_each_level(level: float, gain_db: float):
    microphone, noise, speech = scene(noise_db=-15)
    gained_db = ratio_db(enhanced(microphone, level), noise, speech) - ratio_db(microphone, noise, speech)
    assert gained_db > gain_db


@pytest.mark.parametrize("level", [0.25, 1.0])
def test_speech_survives(level: float):
    """Band by band, its loud parts are as loud as before."""
    microphone, _, speech = scene(noise_db=-30)

    def bands(pcm: Pcm) -> np.ndarray:
        frames = np.lib.stride_tricks.sliding_window_view(pcm[speech].astype(np.float64), 512)[::256]
        spectrum = np.abs(np.fft.rfft(frames * np.hanning(512))) ** 2
        edges = np.searchsorted(np.fft.rfftfreq(512, 1 / MICROPHONE_HZ), [300, 700, 1500, 3000])
        return 10 * np.log10(np.stack([band.sum(1) for band in np.split(spectrum, edges, 1)[1:-1]]))

    before, after = bands(microphone), bands(enhanced(microphone, level))
    loud = before > before.max(1, keepdims=True) - 20
    assert np.median((before - after)[loud]) < 2
    assert np.corrcoef(before[loud], after[loud])[0, 1] > 0.9


def test_the_size_of_the_chunks_does_not_matter():
    microphone, *_ = scene(noise_db=-15)
    by_320, by_777 = enhanced(microphone, 0.5), enhanced(microphone, 0.5, samples=777)
    assert np.array_equal(by_320[: len(by_777)], by_777[: len(by_320)])
    assert 0 <= len(microphone) - len(by_777) < 160


def test_at_level_zero_there_is_none():
    assert registry.enhancer(0) is None


def test_it_costs_less_than_a_fiftieth_of_a_core():
    microphone, *_ = scene(noise_db=-15)
    began_s = time.process_time()
    enhanced(microphone, 1)
    assert time.process_time() - began_s < len(microphone) / MICROPHONE_HZ / 50
