"""The persona's voice as a track."""

from __future__ import annotations

from visavis.media.opus import OpusEncoder
from visavis.media.program import AUDIO_HZ, TICK_S
from visavis.media.track import Track
from visavis.speech import Pcm


class SoundTrack(Track):
    """Encodes on the event loop: a tick takes less than a change of thread."""

    def __init__(self) -> None:
        # sound has no retransmission: it would come too late
        super().__init__(clock_hz=AUDIO_HZ, keep=0)
        self._encoder = OpusEncoder()

    async def play(self, tick: int, pcm: Pcm | None) -> None:
        """Send sound tick `tick`: 960 samples, None for silence."""
        if self.opened.is_set():
            await self.write(self._encoder.encode(pcm, tick), tick * TICK_S)
