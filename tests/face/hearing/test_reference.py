"""What the network is given does not depend on gain, on the cut of the stream, or on what is long past."""

import numpy as np
import pytest

from tests.spoken import spoken
from visavis.face.hearing.reference import (
    BAND_SCALE,
    BANDS,
    FRAME_VALUES,
    STEP_VALUES,
    Reference,
    level_below_peak,
)
from visavis.face.hearing.spectrum import spectrum

SENTENCE = "My mother bought five big blue boxes of fresh peppers."


@pytest.fixture(scope="module")
def frames():
    return whole(spoken(SENTENCE).astype(np.float32) / 32768)


def whole(sound):
    bands, voicing = spectrum(sound)
    count = len(bands) // 2 * 2
    return bands[:count], voicing[:count]


@pytest.mark.parametrize("cut", [2, 4, 14])
def test_any_cut_gives_the_same_values(frames, cut):
    bands, voicing = frames
    at_once = Reference().relate(bands, voicing)
    assert at_once.shape == (len(bands) // 2, STEP_VALUES)
    reference = Reference()
    pieces = [
        reference.relate(bands[first : first + cut], voicing[first : first + cut])
        for first in range(0, len(bands), cut)
    ]
    assert np.concatenate(pieces) == pytest.approx(at_once, abs=1e-5)


def test_a_piece_without_frames_changes_nothing(frames):
    bands, voicing = frames
    reference = Reference()
    assert len(reference.relate(bands[:0], voicing[:0])) == 0
    assert np.array_equal(reference.relate(bands, voicing), Reference().relate(bands, voicing))


def test_gain_does_not_matter(frames):
    bands, voicing = frames
    loud = Reference().relate(bands, voicing)
    quiet = Reference().relate(bands - 1.0, voicing)  # 4.3 dB
    assert np.abs(loud[25:] - quiet[25:]).max() < 1e-4


def test_the_level_is_measured_from_the_loudest_lately():
    bands = np.concatenate([np.full((20, BANDS), 2.0), np.full((20, BANDS), -4.0)]).astype(np.float32)
    levels = level_below_peak(Reference().relate(bands, np.zeros(40, np.float32)), bands)
    assert levels[:10] == pytest.approx(0.0, abs=1e-5)
    assert levels[10:] == pytest.approx(-6.0, abs=0.1)


def test_what_is_too_quiet_for_speech_is_silence_though_nothing_louder_came_before():
    bands, voicing = whole(np.random.default_rng(3).normal(0, 5 / 32768, 8_000).astype(np.float32))
    assert np.all(level_below_peak(Reference().relate(bands[:40], voicing[:40]), bands[:40]) == -np.inf)


def test_an_onset_is_seen_on_the_frame_that_is_louder():
    bands = np.zeros((8, BANDS), np.float32)
    bands[5:] = 1.0
    values = Reference().relate(bands, np.zeros(8, np.float32)).reshape(8, FRAME_VALUES)
    assert values[1:, -1] == pytest.approx([0, 0, 0, 0, BAND_SCALE, 0, 0], abs=0.02)
