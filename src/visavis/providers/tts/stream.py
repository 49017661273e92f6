"""The sound of one utterance on its way out of a helper process, in pieces that grow."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from visavis.providers.tts.loudness import louder
from visavis.speech import Alphabet, Pcm, Phone, Speech, Word

FIRST_PIECE_S = 0.06
"""The first piece is short, so that sound starts early; each next one is twice as long, up to LARGEST."""

LARGEST_PIECE_S = 0.5

SENTENCE_PAUSE_S = 0.28
"""Silence after the last phone of a sentence, as a reader pauses between two of them."""

_SENTENCE_ENDS = (".", "!", "?", "…", "。", "！", "？", "।", "؟")
_CLOSERS = "\"'”’»)]*_ \n\t\r"


def pause_after(text: str) -> float:
    """The least silence (s) that the sound of `text` ends with."""
    return SENTENCE_PAUSE_S if text.rstrip(_CLOSERS).endswith(_SENTENCE_ENDS) else 0.0


class Stream:
    """Gathers samples and marks, and sends them as pieces. `send` answers False when nobody listens."""

    def __init__(
        self, rate_hz: int, alphabet: Alphabet, volume: float, send: Callable[[Speech], bool]
    ) -> None:
        self._rate_hz = rate_hz
        self._alphabet = alphabet
        self._volume = volume
        self._send = send
        self._size = int(FIRST_PIECE_S * rate_hz)
        self._pcm: list[Pcm] = []
        self._gathered = 0
        self._phones: list[Phone] = []
        self._words: list[Word] = []
        self.samples = 0
        """All samples so far, sent or not."""
        self.wanted = True

    def mark(self, phones: Sequence[Phone], words: Sequence[Word]) -> None:
        """Marks for the next piece (or for sound still to come)."""
        self._phones.extend(phones)
        self._words.extend(words)

    def add(self, pcm: Pcm) -> bool:
        """More sound. False when nobody listens any more."""
        self._pcm.append(pcm)
        self._gathered += len(pcm)
        self.samples += len(pcm)
        if self._gathered >= self._size:
            self._flush()
        return self.wanted

    def finish_at(self, end_s: float = 0.0) -> None:
        """Send what is left, with silence after it where the sound is shorter than `end_s`."""
        self.add(np.zeros(max(0, math.ceil(end_s * self._rate_hz) - self.samples), np.int16))
        if self._gathered or self._phones or self._words:
            self._flush()

    def _flush(self) -> None:
        piece = Speech(
            pcm=louder(np.concatenate(self._pcm), self._volume),
            rate_hz=self._rate_hz,
            phones=tuple(self._phones),
            words=tuple(self._words),
            alphabet=self._alphabet,
        )
        self._pcm, self._phones, self._words, self._gathered = [], [], [], 0
        self._size = min(2 * self._size, int(LARGEST_PIECE_S * self._rate_hz))
        self.wanted = self.wanted and self._send(piece)
