"""Lip reader: where a voice does not tell its phones, the mouth is read from its sound."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from visavis.engine.playout import Utterance
from visavis.face.hearing.hearing import MouthHearing
from visavis.face.mouth import Mouth
from visavis.speech import Pcm, Speech

AT_LEAST_S = 0.04
"""As long as a picture. Shorter pieces wait for the next: one by one they would cost nearly twice as much
and show no more."""
AT_ONCE_S = 0.25
"""Sound that is read in one go, which takes a millisecond or two."""


class LipReader:
    """Of one voice. It reads an utterance only while no phones of it are known."""

    def __init__(self) -> None:
        self._utterance: Utterance | None = None
        self._hearing: MouthHearing | None = None
        self._unread: list[Pcm] = []

    def read(self, utterance: Utterance, speech: Speech) -> Iterator[list[Mouth]]:
        """The mouths that become known with a piece that was just queued, bit by bit; they follow those
        before."""
        if utterance.phones:
            self._utterance = None
            return
        if self._hearing is None or self._hearing.rate_hz != speech.rate_hz:
            self._hearing = MouthHearing(speech.rate_hz)
            self._unread.clear()
        elif utterance is not self._utterance:
            self._hearing.begin()
            self._unread.clear()
        self._utterance = utterance
        self._unread.append(speech.pcm)
        if sum(map(len, self._unread)) < AT_LEAST_S * speech.rate_hz:
            return
        pcm = self._taken()
        bit = round(AT_ONCE_S * speech.rate_hz)
        for first in range(0, len(pcm), bit):
            yield self._hearing.push(pcm[first : first + bit])

    def finish(self, utterance: Utterance) -> list[Mouth]:
        """The last mouths of an utterance of which no more will be queued."""
        if self._hearing is None or utterance is not self._utterance:
            return []
        self._utterance = None
        mouths = self._hearing.push(self._taken()) if self._unread else []
        return mouths + self._hearing.finish()

    def _taken(self) -> Pcm:
        pcm: Pcm = np.concatenate(self._unread)
        self._unread.clear()
        return pcm
