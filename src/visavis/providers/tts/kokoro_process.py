"""The helper process that speaks with Kokoro: `python -m visavis.providers.tts.kokoro_process FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

import onnxruntime
from kokoro_onnx import Kokoro

from visavis.providers.tts.messages import Request
from visavis.providers.tts.neural_process import Speak, Utterance, serve_voice
from visavis.providers.tts.timing import Timed

SLOWEST, FASTEST = 0.5, 2.0  # the library refuses what is beyond
BRITISH = "b"
"""The names of British voices begin so."""


def speaker(folder: Path) -> Speak:
    options = onnxruntime.SessionOptions()
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # others work here too
    session = onnxruntime.InferenceSession(
        str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
    )
    kokoro = Kokoro.from_session(session, str(folder / "voices.bin"))

    def speak(request: Request) -> Utterance | None:
        """Raises ValueError for a voice that the model does not have."""
        [voice] = request.voices
        language = "en-gb" if voice.startswith(BRITISH) else "en-us"
        phonemes = kokoro.tokenizer.phonemize(request.text, language)
        if not any(symbol.isalpha() for symbol in phonemes):
            return None
        speed = min(max(request.speed, SLOWEST), FASTEST)
        sound, rate_hz, timings = kokoro.create_timed(phonemes, voice, speed, language, is_phonemes=True)
        timed = [Timed(one.phoneme, one.start, one.end) for one in timings]
        return Utterance(sound, rate_hz, timed)

    return speak


if __name__ == "__main__":
    serve_voice(speaker(Path(sys.argv[1])))
