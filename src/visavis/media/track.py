"""One stream on its way to the client: from encoded payloads to packets on the wire."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from visavis.media.rtp import Lane, RtpStream, Sent, ntp_now

Send = Callable[[bytes], Awaitable[None]]
"""Encrypts and sends one packet. Raises ConnectionError when the transport has gone."""

Clock = Callable[[], float]

RESENT_SHARE = 0.5
RESENT_AT_ONCE_OCTETS = 40_000
"""What may be sent again: half of what is sent, and some key frames at once. On a path that loses packets
because it is full, more only fills it (measured: twice the rate, where two thirds of it fit)."""


@dataclass(frozen=True, slots=True)
class Report:
    """A sender report: this NTP time is this RTP timestamp, and so much was sent (RFC 3550, 6.4.1)."""

    ntp: int
    rtp_timestamp: int
    sent: Sent


class Track:
    """The transport side of a track; a sound or a picture track feeds it.

    All stamps lie on one line, session seconds times the clock rate, for both tracks of a session: a receiver
    that follows the reports plays them in step, however late a packet was encoded or sent.
    """

    def __init__(self, *, clock_hz: int, keep: int) -> None:
        self._clock_hz = clock_hz
        self._keep = keep
        self._stream: RtpStream | None = None
        self._send: Send | None = None
        self._position_s: Clock | None = None
        self._resend_octets = RESENT_AT_ONCE_OCTETS
        self.opened = asyncio.Event()
        """Set when the transport is up: from now on what is given is sent."""

    def follow(self, position_s: Clock) -> None:
        """Stamp reports by this clock: the session time at the moment of the call."""
        self._position_s = position_s

    def open(self, lane: Lane, send: Send) -> None:
        """The transport is encrypted and ready."""
        self._stream = RtpStream(lane, clock_hz=self._clock_hz, keep=self._keep)
        self._send = send
        self.opened.set()

    def close(self) -> None:
        self._stream = self._send = None
        self.opened.clear()

    async def write(self, payloads: list[bytes], at_s: float) -> int:
        """Send one frame captured at `at_s`, session seconds. Returns the octets that went out."""
        if self._stream is None or self._send is None:
            return 0
        octets = 0
        try:
            for packet in self._stream.packets(payloads, at_s=at_s, ntp=ntp_now()):
                await self._send(packet)
                octets += len(packet)
        except ConnectionError:
            # the peer hears of it as a change of state
            self.close()
        self._resend_octets = min(RESENT_AT_ONCE_OCTETS, self._resend_octets + round(octets * RESENT_SHARE))
        return octets

    async def resend(self, sequences: Sequence[int]) -> None:
        """Packets were reported lost (RFC 4585 generic NACK)."""
        for sequence in sequences:
            if self._stream is None or self._send is None:
                return
            packet = self._stream.again(sequence, ntp=ntp_now())
            if packet is not None and len(packet) <= self._resend_octets:
                self._resend_octets -= len(packet)
                try:
                    await self._send(packet)
                except ConnectionError:
                    self.close()

    def report(self) -> Report | None:
        """None before anything can be said."""
        if self._stream is None or self._position_s is None:
            return None
        position_s = self._position_s()
        return Report(ntp_now(), self._stream.timestamp(position_s), self._stream.sent)
