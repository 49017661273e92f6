from __future__ import annotations

import numpy as np
import pytest

from visavis.engine.levels import SILENCE_DB, level_db


def test_a_full_scale_square_wave_is_zero():
    assert level_db(np.full(512, -32768, np.int16)) == pytest.approx(0, abs=1e-6)


def test_half_the_amplitude_is_six_decibels_less():
    assert level_db(np.full(512, 16384, np.int16)) == pytest.approx(-6.02, abs=0.01)


def test_silence_and_nothing_have_the_least_level():
    assert level_db(np.zeros(512, np.int16)) == pytest.approx(SILENCE_DB)
    assert level_db(np.zeros(0, np.int16)) == SILENCE_DB
