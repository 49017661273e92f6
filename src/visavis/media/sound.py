"""The persona's voice as a track."""

from __future__ import annotations

from visavis.media.opus import OpusEncoder
from visavis.media.program import AUDIO_HZ, TICK_S
from visavis.media.rtp import Lane
from visavis.media.tap import Tap
from visavis.media.track import Send, Track
from visavis.speech import Pcm


class SoundTrack(Track):
    """Encodes on the event loop: a tick takes less than a change of thread."""

    def __init__(self, tap: Tap | None = None) -> None:
        # sound has no retransmission: it would come too late
        super().__init__(clock_hz=AUDIO_HZ, keep=0)
        self._encoder: OpusEncoder | None = None
        self._tap = tap

    def open(self, lane: Lane, send: Send) -> None:
        self._encoder = OpusEncoder()
        super().open(lane, send)

    def close(self) -> None:
        super().close()
        self._encoder = None  # it owns threads, which must not wait for the garbage collector

    async def play(self, tick: int, pcm: Pcm | None) -> None:
        """Send sound tick `tick`: 960 samples, None for silence."""
        if self._encoder is None:
            return
        packets = self._encoder.encode(pcm, tick)
        sent = await self.write(packets, tick * TICK_S)
        if sent and self._tap is not None:
            for packet in packets:
                self._tap.voice_sent(packet, tick * TICK_S)
