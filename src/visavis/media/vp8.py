"""VP8, tuned for a talking head on few cores."""

from __future__ import annotations

import random
from fractions import Fraction

import av
from av.video.codeccontext import VideoCodecContext

from visavis.media.payload import PICTURE_IDS, vp8_payloads
from visavis.media.picture_encoder import FRAME_TIME, EncodedPicture, wrap
from visavis.media.program import FRAMES_PER_S, I420

OPTIONS = {
    "cpu-used": "-6",  # faster settings gained nothing more on a face
    "noise-sensitivity": "0",  # the denoiser costs a third of the time and 2 to 4 dB
    "deadline": "realtime",
    "lag-in-frames": "0",
    "partitions": "0",
    "static-thresh": "1",
    "overshoot-pct": "15",
    "undershoot-pct": "100",
}
QUANTIZERS = (2, 56)
KEY_FRAME_AT_LEAST_EVERY = 3000
"""Frames; a receiver that needs one earlier asks."""


class Vp8Encoder:
    """One libvpx context, opened anew only when the rate changes: libvpx cannot change it in between."""

    def __init__(self, width: int, height: int) -> None:
        self._width = width
        self._height = height
        self._context: VideoCodecContext | None = None
        self._picture_id = random.randrange(PICTURE_IDS)

    def encode(self, picture: I420, *, frame: int, bps: int, key: bool) -> EncodedPicture:
        if self._context is None or self._context.bit_rate != bps:
            self._context = self._open(bps)
        source = wrap(picture, self._width, self._height, frame=frame, key=key)
        encoded = b"".join(bytes(packet) for packet in self._context.encode(source))
        self._picture_id = (self._picture_id + 1) % PICTURE_IDS
        return EncodedPicture(encoded, vp8_payloads(encoded, self._picture_id))

    def _open(self, bps: int) -> VideoCodecContext:
        context = av.CodecContext.create("libvpx", "w")
        assert isinstance(context, VideoCodecContext)
        context.width = self._width
        context.height = self._height
        context.pix_fmt = "yuv420p"
        context.time_base = FRAME_TIME
        context.framerate = Fraction(FRAMES_PER_S)
        context.bit_rate = bps
        context.gop_size = KEY_FRAME_AT_LEAST_EVERY
        context.qmin, context.qmax = QUANTIZERS
        context.thread_count = 1
        # equal least and greatest rate is how FFmpeg spells constant bit rate; the buffer is one second
        context.options = {**OPTIONS, "minrate": str(bps), "maxrate": str(bps), "bufsize": str(bps)}
        return context
