"""When she is first heard and first seen to speak: measured as her sound and her pictures leave."""

from __future__ import annotations

from collections.abc import Callable

from visavis.engine.reply import Milestones

_SAME_TICK_S = 1e-6


class Departures:
    """Implements media's Tap. `clock` is the conversation's."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._reply: Milestones | None = None
        self._began_s = 0.0

    def began(self, reply: Milestones, at_s: float) -> None:
        """Its first sample lies in the tick that begins at session second `at_s`."""
        self._reply, self._began_s = reply, at_s - _SAME_TICK_S

    def voice_sent(self, packet: bytes, at_s: float) -> None:
        if self._reply is not None and self._reply.sound_sent_s is None and at_s >= self._began_s:
            self._reply.sound_sent_s = self._clock()

    def picture_sent(self, picture: bytes, codec: str, at_s: float) -> None:
        """Those that were painted before she began may still be on their way."""
        if self._reply is not None and self._reply.picture_sent_s is None and at_s >= self._began_s:
            self._reply.picture_sent_s = self._clock()

    def sound_received(self, packet: bytes, timestamp: int) -> None: ...
