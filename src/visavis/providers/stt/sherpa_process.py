"""The helper process of sherpa-onnx: `python -m visavis.providers.stt.sherpa_process FOLDER`.

One model for all sessions; each user turn has a stream of its own while it lasts.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import sherpa_onnx

from visavis.providers.base import MICROPHONE_HZ
from visavis.providers.stt.hearing_calls import Answer, Request, Step
from visavis.providers.workers.child import Emit, serve

THREADS = 2
"""Of the model: pieces of 100 ms are too short to be worth more."""
TAIL_S = 0.6
"""Silence after a turn, so that the model has seen all of its last chunk."""


class Recogniser:
    """The turns that are under way, and the model."""

    def __init__(self, folder: Path) -> None:
        names = {name: str(folder / f"{name}.onnx") for name in ("encoder", "decoder", "joiner")}
        self._model = sherpa_onnx.OnlineRecognizer.from_transducer(
            tokens=str(folder / "tokens.txt"), **names, num_threads=THREADS, sample_rate=MICROPHONE_HZ
        )
        self._turns: dict[int, Any] = {}

    def answer(self, request: Request) -> Answer:
        """Take one call. Raises LookupError for a turn that did not begin here."""
        if request.step is Step.PREPARE:
            return Answer("")
        if request.step is Step.BEGIN:
            self._turns[request.turn] = self._stream(request.about)
        stream = self._turns.pop(request.turn, None)
        if stream is None:
            raise LookupError("the turn was lost with an earlier helper process")
        if request.step is Step.DROP:
            return Answer("")
        if request.step is Step.END:
            self._hear(stream, request.pcm + bytes(2 * round(TAIL_S * MICROPHONE_HZ)))
            stream.input_finished()
        else:
            self._hear(stream, request.pcm)
            self._turns[request.turn] = stream
        while self._model.is_ready(stream):
            self._model.decode_stream(stream)
        return Answer(self._model.get_result(stream))

    def _stream(self, language: str) -> Any:
        stream = self._model.create_stream()
        if language:
            stream.set_option("language", language)
        return stream

    def _hear(self, stream: Any, pcm: bytes) -> None:
        if pcm:
            stream.accept_waveform(MICROPHONE_HZ, np.frombuffer(pcm, "<i2").astype(np.float32) / 32768)


def main() -> None:
    recogniser = Recogniser(Path(sys.argv[1]))  # before READY, so that a warm process is warm

    def handle(data: bytes, emit: Emit) -> None:
        emit(recogniser.answer(Request.unpacked(data)).packed())

    serve(handle)


if __name__ == "__main__":
    main()
