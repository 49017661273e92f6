"""An engine of our own: a formant synthesiser by rule, in as many voices as are wanted.

    words ─▶ phones (festival's word list) ─▶ durations ─▶ tracks every 5 ms ─▶ pulses and noise ─▶ resonators

It teaches what no recorded voice can: that the same phone may have other formants, other transitions, other
bursts and another melody in every sentence. After Klatt 1980, much simplified.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.random import Generator, default_rng

from training.mouth.engines.formant_manners import Manners, manners_of
from training.mouth.engines.formant_phones import PHONES
from training.mouth.engines.formant_sound import sound_of
from training.mouth.engines.formant_tracks import tracks_of
from training.mouth.recording import Recording
from training.mouth.sentences import dictionary_entries
from visavis.face.hearing.spectrum import HEARING_HZ
from visavis.speech import Alphabet, Phone

VOICES, PER_VOICE = 60, 10
PAUSE_S = 0.2


def recite(texts: Sequence[str], chance: random.Random) -> Iterator[Recording]:
    words = dictionary_entries()
    for voice in range(VOICES):
        numbers = default_rng(chance.getrandbits(32))
        manners = manners_of(numbers)
        for number in chance.sample(range(len(texts)), PER_VOICE):
            symbols = _read(texts[number], words)
            phones = _timed(symbols, manners, numbers)
            sound = sound_of(tracks_of(phones, manners, numbers), manners, numbers)
            pcm = np.rint(sound / (np.abs(sound).max() + 1e-9) * 25_000).astype(np.int16)
            yield Recording(
                "formant", f"v{voice:02d}", number, pcm, HEARING_HZ, tuple(phones), Alphabet.ARPABET
            )


def _read(text: str, words: dict[str, tuple[str, ...]]) -> list[str]:
    """Phones; words that are in no list are left out."""
    symbols = ["pau"]
    for token in re.findall(r"[a-z']+|[,.!?;]", text.lower()):
        symbols += words.get(token, ()) if token[0] not in ",.!?;" else ("pau",)
    return [*symbols, "pau"]


def _timed(symbols: Sequence[str], manners: Manners, chance: Generator) -> list[Phone]:
    phones, now_s = [], 0.0
    for symbol in symbols:
        lasts_s = PAUSE_S if symbol == "pau" else PHONES[symbol].lasts_s * manners.slowness
        lasts_s = max(0.03, lasts_s * float(np.exp(chance.normal(0, 0.2))))
        phones.append(Phone(symbol, now_s, now_s + lasts_s))
        now_s += lasts_s
    return phones
