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


class Taps:
    """Several that are told of the same."""

    def __init__(self, *taps: Tap) -> None:
        self._taps = taps

    def voice_sent(self, packet: bytes, at_s: float) -> None:
        for tap in self._taps:
            tap.voice_sent(packet, at_s)

    def picture_sent(self, picture: bytes, codec: str, at_s: float) -> None:
        for tap in self._taps:
            tap.picture_sent(picture, codec, at_s)

    def sound_received(self, packet: bytes, timestamp: int) -> None:
        for tap in self._taps:
            tap.sound_received(packet, timestamp)
