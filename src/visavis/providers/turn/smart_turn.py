"""smart-turn v3 on onnxruntime: a small Whisper encoder that listens to the last eight seconds.

    log-mel (1, 80, 800), silence before what was said  ─▶  probability (1, 1) that the speaker is done

It costs about 80 ms of CPU, so it is asked in a thread, once a pause.
"""

from __future__ import annotations

import asyncio
import os
from functools import lru_cache
from pathlib import Path

import numpy as np

# read once, when the library is loaded: it would report to its maker
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
import onnxruntime

from visavis.mel import Floats, whisper_mel
from visavis.model_files import require
from visavis.providers.base import MICROPHONE_HZ, ProviderError, Stage
from visavis.providers.models import SMART_TURN
from visavis.speech import Pcm

HEARD_S = 8
_SAMPLES = HEARD_S * MICROPHONE_HZ
_LEAST_VARIANCE = 1e-7


class SmartTurn:
    """A TurnModel; safe to share."""

    def __init__(self, path: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    async def completeness(self, pcm: Pcm) -> float:
        try:
            return await asyncio.to_thread(self._run, pcm)
        except Exception as error:  # onnxruntime has no base class of its own
            raise ProviderError(Stage.HEAR, "smart-turn", str(error)) from error

    def _run(self, pcm: Pcm) -> float:
        (probability,) = self._session.run(None, {"input_features": features(pcm)[None]})
        return float(probability[0, 0])


def features(pcm: Pcm) -> Floats:
    """(80, 800), as the network was trained on (Whisper's extractor with normalised sound)."""
    sound = np.zeros(_SAMPLES, np.float32)
    latest = pcm[-_SAMPLES:]
    np.multiply(latest, np.float32(1 / 32768), out=sound[_SAMPLES - len(latest) :])
    sound -= sound.mean()
    sound /= np.sqrt(sound.var() + _LEAST_VARIANCE)
    return whisper_mel(sound)


@lru_cache(maxsize=1)
def load(models_dir: Path) -> SmartTurn:
    """The model of this process. Raises ModelMissing."""
    return SmartTurn(require(SMART_TURN, models_dir))
