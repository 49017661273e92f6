"""espeak-ng's formant synthesiser in all its variants, through the library binding of the server."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from training.mouth.recording import Recording
from visavis.providers.tts.espeak_library import Espeak, Event, EventKind, Parameter
from visavis.speech import Alphabet, Pcm, Phone

LANGUAGES = ("en-us", "en-us", "en-gb", "en-gb-x-rp", "en-gb-scotland", "en-029", "en-gb-x-gbcwmd")
VARIANTS = (
    "m1 m2 m3 m4 m5 m6 m7 m8 f1 f2 f3 f4 f5 Alex Alicia Andrea Annie Gene Jacky Lee Mario Michael "
    "Mike adam anika antonio aunty belinda benjamin boris caleb david ed edward grandma grandpa "
    "gustave iven john linda max norbert paul quincy rob robert sandro shelby steph travis victor zac "
    "klatt klatt2 klatt3 klatt4 klatt5 klatt6 croak whisper"
)
PER_VARIANT = 10
WORDS_PER_MINUTE, PITCH = (125, 200), (20, 80)


def recite(texts: Sequence[str], chance: random.Random) -> Iterator[Recording]:
    espeak = Espeak()
    for variant in VARIANTS.split():
        for number in chance.sample(range(len(texts)), PER_VARIANT):
            # not every language takes every variant
            espeak.choose((f"{chance.choice(LANGUAGES)}+{variant}", f"en-us+{variant}"))
            espeak.set(Parameter.RATE, chance.randint(*WORDS_PER_MINUTE))
            espeak.set(Parameter.PITCH, chance.randint(*PITCH))
            yield _recording(espeak, variant, number, texts[number])


def _recording(espeak: Espeak, variant: str, number: int, text: str) -> Recording:
    pieces: list[Pcm] = []
    begun: list[tuple[float, str]] = []

    def on_sound(pcm: Pcm, events: list[Event]) -> bool:
        pieces.append(pcm)
        begun.extend(
            (event.sample / espeak.rate_hz, event.symbol)
            for event in events
            if event.kind is EventKind.PHONEME
        )
        return True

    espeak.speak(text, on_sound, end_pause=False)
    pcm = np.concatenate(pieces)
    begun.append((len(pcm) / espeak.rate_hz, ""))
    phones = tuple(Phone(symbol, start_s, end_s) for (start_s, symbol), (end_s, _) in pairwise(begun))
    return Recording("espeak", variant, number, pcm, espeak.rate_hz, phones, Alphabet.ESPEAK)
