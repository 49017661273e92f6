"""Sound with its timing marks, as it travels from a voice to the face and the listener.

The marks travel with the samples, never beside them: the face needs them before the sound is heard.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Pcm = NDArray[np.int16]
"""Mono samples, shape (n,), signed 16 bit; the rate is always named beside it."""


class Alphabet(StrEnum):
    """In which symbols a voice names its phones."""

    ARPABET = "arpabet"  # CMU phones in lower case without stress, "pau" for silence (flite)
    ESPEAK = "espeak"  # espeak-ng mnemonics
    IPA = "ipa"


@dataclass(frozen=True, slots=True)
class Phone:
    """One phone; seconds from the first sample of its utterance."""

    symbol: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Word:
    """One spoken word: `text[first:last]` of the utterance, and when it sounds (s from its first sample)."""

    first: int
    last: int
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Character:
    """`text[place]` of the utterance, and when it sounds (s from the first sample)."""

    place: int
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Speech:
    """A run of samples of one utterance, with the marks that became known with it.

    An utterance may arrive in several pieces. A mark arrives no later than the piece in which it starts;
    marks for sound that is still to come are welcome (flite knows all of them with the first piece).
    A voice that names no phones may time characters, or words alone: phones are then read off the spelling.
    """

    pcm: Pcm
    rate_hz: int
    phones: tuple[Phone, ...] = ()
    words: tuple[Word, ...] = ()
    characters: tuple[Character, ...] = ()
    alphabet: Alphabet = Alphabet.ARPABET

    @property
    def seconds(self) -> float:
        return len(self.pcm) / self.rate_hz
