"""Lip reader: where a voice does not tell its phones, the mouth is read from its sound."""

from __future__ import annotations

from collections.abc import Iterator

from visavis.engine.playout import Utterance
from visavis.face.hearing.hearing import MouthHearing
from visavis.face.mouth import Mouth
from visavis.speech import Speech

AT_ONCE_S = 0.25
"""Sound that is read in one go, which takes a millisecond or two."""


class LipReader:
    """Of one voice. It reads an utterance only while no phones of it are known."""

    def __init__(self) -> None:
        self._utterance: Utterance | None = None
        self._hearing: MouthHearing | None = None

    def read(self, utterance: Utterance, speech: Speech) -> Iterator[list[Mouth]]:
        """The mouths that become known with a piece that was just queued, bit by bit; they follow those
        before."""
        if utterance.phones:
            self._utterance = None
            return
        if self._hearing is None or self._hearing.rate_hz != speech.rate_hz:
            self._hearing = MouthHearing(speech.rate_hz)
        elif utterance is not self._utterance:
            self._hearing.begin()
        self._utterance = utterance
        bit = round(AT_ONCE_S * speech.rate_hz)
        for first in range(0, len(speech.pcm), bit):
            yield self._hearing.push(speech.pcm[first : first + bit])

    def finish(self, utterance: Utterance) -> list[Mouth]:
        """The last mouths of an utterance of which no more will be queued."""
        if self._hearing is None or utterance is not self._utterance:
            return []
        self._utterance = None
        return self._hearing.finish()
