"""What goes over the wire, told as it goes: for those who record it and those who measure it."""

from __future__ import annotations

from typing import Protocol


class Tap(Protocol):
    """Called on the event loop, for each packet or picture: it must be quick, and it must not raise."""

    def voice_sent(self, packet: bytes, at_s: float) -> None:
        """The Opus packet of the tick that began at session second `at_s` is on the wire."""

    def picture_sent(self, picture: bytes, codec: str, at_s: float) -> None:
        """The picture of session second `at_s`, as `codec` ("VP8" or "H264", in Annex B form) made it."""

    def sound_received(self, packet: bytes, timestamp: int) -> None:
        """The microphone's next Opus packet, in order; `timestamp` counts its sender's samples at 48 kHz."""
