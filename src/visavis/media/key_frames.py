"""When to send a key frame: at once on the first request, but never a storm of them."""

from __future__ import annotations

KEY_FRAME_EVERY_S = 0.5
"""A receiver repeats its request each round trip until the key frame is decoded; one answer is enough."""


class KeyFrames:
    """Requests of the receiver (PLI, FIR: RFC 4585, 5104), and when the next one is due."""

    def __init__(self) -> None:
        self._asked = True
        self._sent_s: float | None = None

    def ask(self) -> None:
        self._asked = True

    def due(self, now_s: float) -> bool:
        return self._asked and (self._sent_s is None or now_s - self._sent_s >= KEY_FRAME_EVERY_S)

    def sent(self, now_s: float) -> None:
        self._asked, self._sent_s = False, now_s
