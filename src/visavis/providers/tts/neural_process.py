"""What the helper processes of neural voices have in common: one utterance in, its sound and marks out."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from visavis.providers.tts.messages import Request, pack_speech
from visavis.providers.tts.stream import Stream, pause_after
from visavis.providers.tts.timed_phones import PAUSE, marks_of
from visavis.providers.tts.timing import Timed
from visavis.providers.workers.child import Emit, serve
from visavis.speech import Alphabet, Pcm


class Utterance(NamedTuple):
    sound: NDArray[np.float32]
    """Mono, -1 to 1."""
    rate_hz: int
    timed: list[Timed]
    """Characters of the IPA; none: the mouth is read from the sound."""


Speak = Callable[[Request], Utterance | None]
"""None: there is nothing to be said."""


def serve_voice(speak: Speak) -> None:
    def handle(data: bytes, emit: Emit) -> None:
        request = Request.unpacked(data)
        utterance = speak(request)
        if utterance is None:
            return
        phones, words = marks_of(utterance.timed, request.text)
        stream = Stream(
            utterance.rate_hz, Alphabet.IPA, request.volume, lambda speech: emit(pack_speech(speech))
        )
        stream.mark(phones, words)
        step = utterance.rate_hz // 50  # the first piece is short, and is drawn while the others are sent
        pcm = _samples(utterance.sound)
        for first in range(0, len(pcm), step):
            if not stream.add(pcm[first : first + step]):
                return
        sounds_s = max(
            (phone.end_s for phone in phones if phone.symbol != PAUSE), default=len(pcm) / utterance.rate_hz
        )
        stream.finish_at(sounds_s + pause_after(request.text))

    serve(handle)


def _samples(sound: NDArray[np.float32]) -> Pcm:
    samples: Pcm = np.rint(np.clip(sound, -1, 1) * 32767).astype(np.int16)
    return samples
