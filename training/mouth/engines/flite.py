"""flite's four English voices of 16 kHz, through the library binding that the server itself speaks with."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import numpy as np

from training.mouth.recording import Recording
from visavis.providers.tts.flite_library import Flite, Marks
from visavis.speech import Alphabet, Pcm, Phone

VOICES = ("slt", "rms", "awb", "kal16")
PER_VOICE = 150
STRETCHES = (0.85, 1.0, 1.0, 1.15)


def recite(texts: Sequence[str], chance: random.Random) -> Iterator[Recording]:
    flite = Flite()
    for voice in VOICES:
        for number in chance.sample(range(len(texts)), PER_VOICE):
            phones: list[Phone] = []
            sound: list[tuple[Pcm, int]] = []

            def on_marks(marks: Marks, phones: list[Phone] = phones) -> None:
                phones.extend(marks.phones)

            def on_sound(pcm: Pcm, rate_hz: int, sound: list[tuple[Pcm, int]] = sound) -> bool:
                sound.append((pcm, rate_hz))
                return True

            stretch, shift = chance.choice(STRETCHES), chance.choice((0.85, 1.0, 1.0, 1.2))
            flite.speak(
                texts[number],
                voice,
                stretch=stretch,
                f0_shift=shift,
                f0_spread=1.0,
                on_marks=on_marks,
                on_sound=on_sound,
            )
            pcm = np.concatenate([piece for piece, _ in sound])
            yield Recording("flite", voice, number, pcm, sound[0][1], tuple(phones), Alphabet.ARPABET)
