"""The persona's face as a track: painted and encoded in a thread, one picture at a time."""

from __future__ import annotations

import asyncio

from visavis.media.h264 import H264Encoder
from visavis.media.key_frames import KeyFrames
from visavis.media.picture_encoder import EncodedPicture, PictureEncoder
from visavis.media.pool import picture_threads
from visavis.media.program import FRAMES_PER_S, Painter
from visavis.media.rate import Quality, Rate, SentRate, follow, limits
from visavis.media.tap import Tap
from visavis.media.track import Track
from visavis.media.vp8 import Vp8Encoder

VIDEO_CLOCK_HZ = 90_000
HELD_FRAMES = 5
"""A picture that does not change is not encoded again, but for one in so many: what was lost on the way must
be noticed, and a receiver wants to see that the sender lives."""
KEPT_PACKETS = 512
"""For retransmission: some five seconds of video, or several key frames of the largest picture."""


class PictureTrack(Track):
    def __init__(self, width: int, height: int, quality: Quality, tap: Tap | None = None) -> None:
        super().__init__(clock_hz=VIDEO_CLOCK_HZ, keep=KEPT_PACKETS)
        self._width = width
        self._height = height
        self._quality = quality
        self._tap = tap
        self._codec = ""
        self._limits = limits(width, height)
        self._rate = Rate(self._limits.top_bps)
        self._sent = SentRate(_now_s())
        self._key_frames = KeyFrames()
        self._encoder: PictureEncoder | None = None
        self._shown: int | None = None
        """The frame that the receiver has, if it is what was painted last."""

    @property
    def bps(self) -> int:
        """The rate the encoder aims at."""
        return self._rate.bps

    def encode_as(self, codec: str) -> None:
        """Use this codec, VP8 or H264."""
        self._codec = codec
        if codec == "H264":
            self._encoder = H264Encoder(self._width, self._height, self._limits.top_bps)
        else:
            self._encoder = Vp8Encoder(self._width, self._height)

    def close(self) -> None:
        super().close()
        self._encoder = None  # megabytes, which must not wait for the garbage collector

    async def show(self, frame: int, painter: Painter) -> None:
        """Paint, encode and send picture `frame`; returns when it is on the wire. One call at a time.

        A picture that the receiver has already is not sent again.
        """
        encoder = self._encoder
        if encoder is None or not self.opened.is_set():
            return
        key = self._key_frames.due(_now_s())
        bps = self._rate.bps

        shown, self._shown = self._shown, None  # until the picture is encoded

        def encode() -> EncodedPicture | None:
            painted = painter()
            if not (painted.changed or key or shown is None or frame - shown >= HELD_FRAMES):
                return None
            return encoder.encode(painted.pixels, frame=frame, bps=bps, key=key)

        picture = await asyncio.get_running_loop().run_in_executor(picture_threads(), encode)
        if picture is None:
            self._shown = shown
            return
        self._shown = frame
        if key:
            self._key_frames.sent(_now_s())
        octets = await self.write(picture.payloads, frame / FRAMES_PER_S)
        self._sent.add(octets, _now_s())
        if octets and self._tap is not None:
            self._tap.picture_sent(picture.data, self._codec, frame / FRAMES_PER_S)

    def key_frame_wanted(self) -> None:
        self._key_frames.ask()

    def bandwidth_estimated(self, bps: int) -> None:
        """The receiver says what it can take (REMB)."""
        if self._quality is Quality.AUTO:
            self._rate = follow(
                self._rate, self._limits, received_bps=bps, sent_bps=self._sent.bps, now_s=_now_s()
            )


def _now_s() -> float:
    return asyncio.get_running_loop().time()
