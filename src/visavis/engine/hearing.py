"""Hearing: what the microphone brings, or does not, beside what the persona herself does meanwhile."""

from __future__ import annotations

from visavis.engine.ears import Ears, PersonaSound
from visavis.engine.levels import level_db
from visavis.engine.speaker import Speaker
from visavis.engine.turn_events import TurnEvent
from visavis.speech import Pcm

MICROPHONE_GAP_S = 0.2
"""No chunk for this long: the microphone is muted or absent, and the user's silence must count by itself."""


class Hearing:
    def __init__(self, ears: Ears, speaker: Speaker, *, listens: bool) -> None:
        """`listens`: under audio passthrough nobody does but the client."""
        self._ears, self._speaker, self._listens = ears, speaker, listens
        self._playback_db: float | None = None
        self._unheard_s = 0.0

    def hear(self, pcm: Pcm) -> list[TurnEvent] | None:
        """A chunk of the microphone (16 kHz). None: she does not listen just now."""
        self._unheard_s = 0.0
        if not self._listens or not self._speaker.interruptible:
            return None
        return self._ears.hear(pcm, self._persona_sound())

    def play(self, pcm: Pcm | None, seconds: float) -> list[TurnEvent]:
        """So much time has passed, in which she was heard with this, or with nothing."""
        self._playback_db = None if pcm is None else level_db(pcm)
        self._unheard_s += seconds
        if self._unheard_s <= MICROPHONE_GAP_S or not self._listens:
            return []
        self._unheard_s -= seconds
        return self._ears.hear_nothing(seconds, self._persona_sound())

    def _persona_sound(self) -> PersonaSound:
        speaker = self._speaker
        return PersonaSound(self._playback_db, speaker.audible, speaker.busy, speaker.ending)
