"""The helper process that speaks with espeak-ng: `python -m visavis.providers.tts.espeak_process`."""

from __future__ import annotations

import math
from functools import cache

from visavis.providers.tts.espeak_library import Espeak, Parameter
from visavis.providers.tts.espeak_marks import EspeakMarks
from visavis.providers.tts.messages import Request, pack_speech
from visavis.providers.tts.stream import Stream, pause_after
from visavis.providers.workers.child import Emit, serve
from visavis.speech import Alphabet

WORDS_PER_MINUTE = 175
SLOWEST, FASTEST = 80, 450  # words per minute


def handle(data: bytes, emit: Emit) -> None:
    """Speak one request; the marks come with the pieces they start in."""
    request = Request.unpacked(data)
    espeak = _library()
    espeak.choose(request.voices)
    espeak.set(Parameter.RATE, min(max(round(WORDS_PER_MINUTE * request.speed), SLOWEST), FASTEST))
    espeak.set(Parameter.PITCH, min(max(round(50 + 50 * math.log2(request.pitch)), 0), 100))
    espeak.set(Parameter.RANGE, min(max(round(50 * request.melody), 0), 100))
    stream = Stream(espeak.rate_hz, Alphabet.ESPEAK, request.volume, lambda speech: emit(pack_speech(speech)))
    marks = EspeakMarks(stream, espeak.rate_hz, request.text)
    espeak.speak(request.text, marks.add, end_pause=pause_after(request.text) > 0)
    if stream.wanted:
        marks.finish()
        stream.finish_at()


@cache
def _library() -> Espeak:
    return Espeak()


if __name__ == "__main__":
    _library()  # before READY, so that a warm process is warm
    serve(handle)
