"""What the body marks of speech: stressed syllables and the ends of phrases, read off the phones."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from visavis.face.hearing.spectrum import STEP_S
from visavis.face.mouth import Mouth
from visavis.face.phones import VOWELS, Viseme, is_stressed, visemes_of
from visavis.speech import Alphabet, Phone

ENERGY_STEP_S = 0.02
STRESSED_VOWEL_S = 0.09
"""A vowel this long, or marked as stressed and half as long, carries a beat."""
FULL_VOWELS = VOWELS - {Viseme.SCHWA}
BEAT_EVERY_S = 0.4
"""Gestures do not follow each other faster."""
PHRASE_GAP_S = 0.09
"""A silence this long ends a phrase."""
SPEAKING, STRESSED_JAW = 0.12, 0.42
"""A mouth read from sound: moved by speech at all; open enough to carry a beat."""


class Mark(NamedTuple):
    at_s: float
    strength: float
    """Of a stressed syllable, 0 to 1; 0 for the end of a phrase."""


class Prosody:
    """The marks to come of everything said so far; times are session seconds."""

    def __init__(self) -> None:
        self._marks: list[Mark] = []
        self._last_beat_s = -BEAT_EVERY_S
        self._voice_end_s: float | None = None

    def say(
        self, start_s: float, phones: Iterable[Phone], alphabet: Alphabet, energy: Sequence[float] | None
    ) -> None:
        """Add phones of an utterance that sounds from `start_s`; see Animator.say."""
        for phone in phones:
            shapes = visemes_of(phone.symbol, alphabet)
            if not shapes or shapes == (Viseme.REST,):
                continue
            begins_s, ends_s = start_s + phone.start_s, start_s + phone.end_s
            self._continue_to(begins_s, ends_s)
            if shapes[0] in FULL_VOWELS and begins_s - self._last_beat_s >= BEAT_EVERY_S:
                strength = (ends_s - begins_s) / STRESSED_VOWEL_S
                strength *= 2.0 if is_stressed(phone.symbol, alphabet) else 1.0
                strength *= 0.5 + _mean(energy, phone) if energy is not None else 1.0
                if strength >= 1.0:
                    self._last_beat_s = begins_s
                    insort(self._marks, Mark(begins_s, min(strength / 2, 1.0)))

    def hear(self, start_s: float, mouths: Sequence[Mouth]) -> None:
        """Add mouths that were read from sound: one that opens wide carries a beat; see Animator.hear."""
        for index, mouth in enumerate(mouths):
            begins_s = start_s + index * STEP_S
            if max(mouth.jaw, mouth.pucker) < SPEAKING:
                continue
            self._continue_to(begins_s, begins_s + STEP_S)
            if mouth.jaw >= STRESSED_JAW and begins_s - self._last_beat_s >= BEAT_EVERY_S:
                self._last_beat_s = begins_s
                insort(self._marks, Mark(begins_s, min(mouth.jaw, 1.0)))

    def cut(self, at_s: float) -> None:
        self._marks = [mark for mark in self._marks if mark.at_s < at_s]
        self._last_beat_s = min(self._last_beat_s, at_s)
        self._voice_end_s = None

    def due(self, time_s: float) -> list[Mark]:
        """The marks up to now, each given once."""
        if not self._marks or self._marks[0].at_s > time_s:
            return []
        count = sum(mark.at_s <= time_s for mark in self._marks)
        marks, self._marks = self._marks[:count], self._marks[count:]
        return marks

    def _continue_to(self, begins_s: float, ends_s: float) -> None:
        """Move the end of the phrase on, or leave it where it is and open another."""
        if self._voice_end_s is not None and begins_s - self._voice_end_s < PHRASE_GAP_S:
            end = Mark(self._voice_end_s, 0.0)
            if end in self._marks:
                self._marks.remove(end)
        insort(self._marks, Mark(ends_s, 0.0))
        self._voice_end_s = ends_s


def _mean(energy: Sequence[float], phone: Phone) -> float:
    first, last = int(phone.start_s / ENERGY_STEP_S), int(phone.end_s / ENERGY_STEP_S) + 1
    values = energy[first:last]
    return sum(values) / len(values) if len(values) else 0.5
