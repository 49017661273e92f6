from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from tests.model_files import fetched_models
from tests.spoken import chunks, room, spoken
from visavis.model_files import ModelMissing
from visavis.providers.vad.silero import SileroDetector, SileroModel, load
from visavis.speech import Pcm

QUESTION = "What time do you open on Sunday morning?"


@pytest.fixture
def model() -> SileroModel:
    return load(fetched_models())


def test_the_runtime_keeps_no_diary_and_reports_to_nobody(tmp_path: Path):
    program = "import visavis.providers.vad.silero"
    environment = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    places = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([sys.executable, "-c", program], check=True, env=environment | places)
    assert list(tmp_path.iterdir()) == []


def probabilities(detector: SileroDetector, pcm: Pcm) -> list[float]:
    windows = chunks(pcm, detector.window)
    return [detector.probability(window) for window in windows if len(window) == detector.window]


@pytest.mark.parametrize("voice", ["rms", "awb", "slt"])
def test_speech_is_speech(model: SileroModel, voice: str):
    heard = probabilities(SileroDetector(model), np.concatenate((room(1), spoken(QUESTION, voice), room(1))))
    before, during, after = heard[:25], heard[31:-36], heard[-20:]
    assert max(before) < 0.2
    assert np.mean(np.array(during) > 0.5) > 0.85
    assert max(after) < 0.35


@pytest.mark.parametrize("level", [0, 3, 300, 3000])
def test_noise_and_silence_are_not(model: SileroModel, level: float):
    assert max(probabilities(SileroDetector(model), room(3, level))) < 0.4


def test_it_does_not_matter_how_loud_the_speaker_is(model: SileroModel):
    faint = (spoken(QUESTION) // 16).astype(np.int16)
    heard = probabilities(SileroDetector(model), np.concatenate((room(1, 0.3), faint)))
    assert np.mean(np.array(heard[33:]) > 0.5) > 0.8


def test_listeners_that_share_the_model_do_not_disturb_each_other(model: SileroModel):
    pcm = np.concatenate((room(0.5), spoken(QUESTION)))
    alone = probabilities(SileroDetector(model), pcm)
    one, other = SileroDetector(model), SileroDetector(model)
    mixed = []
    for window in chunks(pcm[: len(pcm) // 512 * 512], 512):
        mixed.append(one.probability(window))
        other.probability(room(0.032, 2000)[:512])
    assert mixed == pytest.approx(alone, abs=1e-5)


def test_windows_of_several_listeners_can_go_in_one_batch(model: SileroModel):
    windows = np.stack([np.pad(spoken(QUESTION)[k : k + 512] / 32768, (64, 0)) for k in (0, 4000, 8000)])
    windows = windows.astype(np.float32)
    together, state = model.run(windows, np.zeros((2, 3, 128), np.float32))
    singly = [model.run(window[None], np.zeros((2, 1, 128), np.float32))[0][0, 0] for window in windows]
    assert together[:, 0] == pytest.approx(singly, abs=1e-5)
    assert state.shape == (2, 3, 128)


def test_a_window_costs_a_quarter_of_a_millisecond_at_most(model: SileroModel):
    detector, window = SileroDetector(model), room(0.032)
    detector.probability(window)
    begin = time.process_time()
    for _ in range(200):
        detector.probability(window)
    assert (time.process_time() - begin) / 200 < 0.000_25


def test_without_the_file_the_error_names_the_command(tmp_path: Path):
    with pytest.raises(ModelMissing, match="visavis models fetch"):
        load(tmp_path)
