"""A voice that beeps: a tone for every letter, whose times move the lips and tell what was heard."""

from collections.abc import AsyncGenerator

import numpy as np

from visavis.contract.spec import VoiceSpec
from visavis.speech import Character, Pcm, Speech, Word

RATE_HZ = 24_000
LETTER_S = 0.07
LOWEST_HZ, STEP_HZ = 220, 20
LOUDNESS = 6000


class Robot:
    """Implements `visavis.providers.base.Synthesizer`."""

    def __init__(self, letter_s: float) -> None:
        self._letter_s = letter_s

    async def speak(self, text: str) -> AsyncGenerator[Speech, None]:
        """Word by word. A voice elsewhere would await each; a slow one here belongs in a thread."""
        place = 0
        for word in text.split():
            first = text.index(word, place)
            last = first + len(word)
            spoken = text[place:last]
            at_s = [self._letter_s * number for number in range(place, last + 1)]
            yield Speech(
                np.concatenate([self._tone(letter) for letter in spoken]),
                RATE_HZ,
                characters=tuple(
                    Character(place + number, at_s[number], at_s[number + 1]) for number in range(len(spoken))
                ),
                words=(Word(first, last, at_s[first - place], at_s[-1]),),
            )
            place = last

    async def close(self) -> None:
        """Nothing is held."""

    def _tone(self, letter: str) -> Pcm:
        time_s = np.arange(round(self._letter_s * RATE_HZ)) / RATE_HZ
        if not letter.isalnum():
            return np.zeros(len(time_s), np.int16)
        pitch_hz = LOWEST_HZ + STEP_HZ * (ord(letter.lower()) % 26)
        return (LOUDNESS * np.sin(2 * np.pi * pitch_hz * time_s)).astype(np.int16)


def voice(spec: VoiceSpec) -> Robot:
    return Robot(LETTER_S / spec.speed)
