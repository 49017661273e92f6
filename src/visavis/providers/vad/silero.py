"""Silero VAD v6 on onnxruntime: one model per process, a small state per microphone.

The 16 kHz model takes 512 new samples behind 64 old ones, and a recurrent state of 2 x n x 128 for n
microphones. `SileroModel.run` is batched already: a later tick may gather the windows of all sessions.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

# read once, when the library is loaded: it would report to its maker
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
import onnxruntime

from visavis.model_files import require
from visavis.providers.base import MICROPHONE_HZ
from visavis.providers.models import SILERO_VAD
from visavis.speech import Pcm

WINDOW = 512
CONTEXT = 64
STATE = 128

Floats = NDArray[np.float32]

_RATE = np.array(MICROPHONE_HZ, np.int64)


class SileroModel:
    """The network without memory; safe to share."""

    def __init__(self, path: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def run(self, windows: Floats, state: Floats) -> tuple[Floats, Floats]:
        """windows (n, 576), state (2, n, 128) -> speech probabilities (n, 1), next state (2, n, 128)."""
        answer = self._session.run(None, {"input": windows, "state": state, "sr": _RATE})
        return cast("tuple[Floats, Floats]", answer)


@lru_cache(maxsize=1)
def load(models_dir: Path) -> SileroModel:
    """The model of this process. Raises ModelMissing."""
    return SileroModel(require(SILERO_VAD, models_dir))


class SileroDetector:
    """A VoiceDetector for one microphone."""

    window = WINDOW

    def __init__(self, model: SileroModel) -> None:
        self._model = model
        self._input = np.zeros((1, CONTEXT + WINDOW), np.float32)
        self._state = np.zeros((2, 1, STATE), np.float32)

    def probability(self, pcm: Pcm) -> float:
        """Speech probability 0..1 of the next 512 samples."""
        self._input[0, :CONTEXT] = self._input[0, -CONTEXT:]
        np.multiply(pcm, np.float32(1 / 32768), out=self._input[0, CONTEXT:])
        answer, self._state = self._model.run(self._input, self._state)
        return float(answer[0, 0])
