"""Hearing a mouth: sound in, mouths out, one for each 20 ms of it.

sound   |----------------------- pushed ------------------------|
mouths  0   1   2   3   …                       k |<─ 75 ms ────>|   not yet known
"""

from __future__ import annotations

import math

import numpy as np
import soxr

from visavis.face.hearing.lips import Lips
from visavis.face.hearing.network import Network, Weights, shipped_weights
from visavis.face.hearing.reference import Reference, level_below_peak
from visavis.face.hearing.spectrum import HEARING_HZ, HOP, STEP, WINDOW, Floats, sound_of, spectrum
from visavis.face.hearing.timing import LOOK_AHEAD_S, answer_times_s
from visavis.face.mouth import Mouth
from visavis.speech import Pcm

_EARLY = int(np.sum(answer_times_s(0, 10) < -1e-6))
"""Answers about the time before the first sample."""


class MouthHearing:
    """One speaker. What is pushed until `finish` is one utterance; then the next may begin.

    Mouth k of an utterance belongs to the sound at k * STEP_S, and is known LOOK_AHEAD_S after it. Any cut
    of the same sound gives the same mouths; 40 ms at a time cost about a tenth of what is allowed (docs).
    """

    def __init__(self, rate_hz: int, weights: Weights | None = None) -> None:
        self.rate_hz = rate_hz
        self._weights = shipped_weights() if weights is None else weights
        self._reference = Reference()
        self.begin()

    def begin(self) -> None:
        """Begin an utterance, and forget one that was not finished. What is known of the speaker stays."""
        self._network, self._lips = Network(self._weights), Lips()
        self._resampler = (
            None
            if self.rate_hz == HEARING_HZ
            else soxr.ResampleStream(self.rate_hz, HEARING_HZ, 1, dtype="float32", quality="MQ")
        )
        self._unheard = np.zeros(0, np.float32)
        self._samples = self._answers = 0

    def push(self, pcm: Pcm) -> list[Mouth]:
        """Any number of samples -> the mouths that they make known, in order."""
        return self._hear(self._arrived(pcm, last=False))

    def finish(self) -> list[Mouth]:
        """The utterance is over: the mouths up to its last sample."""
        mouths = self._hear(self._arrived(np.zeros(0, np.int16), last=True))
        left = math.ceil(self._samples / STEP) - max(self._answers - _EARLY, 0)
        silence = np.zeros(int(LOOK_AHEAD_S * HEARING_HZ) + 2 * STEP + WINDOW, np.float32)
        mouths += self._hear(silence)[:left]
        self.begin()
        return mouths

    def _arrived(self, pcm: Pcm, *, last: bool) -> Floats:
        sound = sound_of(pcm)
        if self._resampler is not None:
            sound = self._resampler.resample_chunk(sound, last=last)
        self._samples += len(sound)
        return sound

    def _hear(self, sound: Floats) -> list[Mouth]:
        self._unheard = np.concatenate([self._unheard, sound])
        steps = max((len(self._unheard) - WINDOW - HOP) // STEP + 1, 0)
        if not steps:
            return []
        bands, voicing = spectrum(self._unheard[: (steps - 1) * STEP + HOP + WINDOW])
        self._unheard = self._unheard[steps * STEP :]
        values = self._reference.relate(bands, voicing)
        mouths = self._lips.move(self._network.answer(values), level_below_peak(values, bands))
        early = max(_EARLY - self._answers, 0)
        self._answers += steps
        return mouths[early:]
