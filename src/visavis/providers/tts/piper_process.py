"""The helper process that speaks with Piper: `python -m visavis.providers.tts.piper_process FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from piper import PiperVoice
from piper.config import SynthesisConfig

from visavis.providers.tts.messages import Request
from visavis.providers.tts.neural_process import Speak, Utterance, serve_voice
from visavis.providers.tts.timing import Timed

BOUNDARIES = {"^": " ", "$": " "}
"""What Piper calls the beginning and the end of a sentence."""


def speaker(folder: Path) -> Speak:
    voice = PiperVoice.load(folder / "model.onnx", include_alignments=True)
    rate_hz = voice.config.sample_rate

    def speak(request: Request) -> Utterance | None:
        manner = SynthesisConfig(length_scale=voice.config.length_scale / request.speed)
        sounds, timed, samples = [], list[Timed](), 0
        complete = True
        for sentence in voice.synthesize(request.text, manner, include_alignments=True):
            sounds.append(sentence.audio_float_array)
            at = samples
            for one in sentence.phoneme_alignments or ():
                symbol = BOUNDARIES.get(one.phoneme, one.phoneme)
                timed.append(Timed(symbol, at / rate_hz, (at + one.num_samples) / rate_hz))
                at += one.num_samples
            complete = complete and bool(sentence.phoneme_alignments)
            samples += len(sounds[-1])
        if not samples:
            return None
        return Utterance(np.concatenate(sounds), rate_hz, timed if complete else [])

    return speak


if __name__ == "__main__":
    serve_voice(speaker(Path(sys.argv[1])))
