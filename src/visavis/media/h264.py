"""H.264 for clients that prefer it (Safari) or offer nothing else."""

from __future__ import annotations

from fractions import Fraction

import av
from av.video.codeccontext import VideoCodecContext

from visavis.media.payload import h264_payloads
from visavis.media.picture_encoder import FRAME_TIME, EncodedPicture, wrap
from visavis.media.program import FRAMES_PER_S, I420

OPTIONS = {
    "preset": "superfast",  # ultrafast costs 4 dB when the head moves, veryfast half as much again
    "tune": "zerolatency",
    "profile": "baseline",  # the one every browser offers
    "level": "31",
    "forced-idr": "1",
    "sc_threshold": "0",
}
KEY_FRAME_AT_LEAST_EVERY = 3000


class H264Encoder:
    """One x264 context for life: with a rate buffer (VBV) set, a new bit rate needs no key frame."""

    def __init__(self, width: int, height: int, top_bps: int) -> None:
        self._width = width
        self._height = height
        self._context = self._open(top_bps)

    def encode(self, picture: I420, *, frame: int, bps: int, key: bool) -> EncodedPicture:
        if self._context.bit_rate != bps:
            self._context.bit_rate = bps
        source = wrap(picture, self._width, self._height, frame=frame, key=key)
        encoded = b"".join(bytes(packet) for packet in self._context.encode(source))
        return EncodedPicture(encoded, h264_payloads(encoded))

    def _open(self, top_bps: int) -> VideoCodecContext:
        context = av.CodecContext.create("libx264", "w")
        assert isinstance(context, VideoCodecContext)
        context.width = self._width
        context.height = self._height
        context.pix_fmt = "yuv420p"
        context.time_base = FRAME_TIME
        context.framerate = Fraction(FRAMES_PER_S)
        context.bit_rate = top_bps
        context.gop_size = KEY_FRAME_AT_LEAST_EVERY
        context.thread_count = 1
        context.options = {**OPTIONS, "maxrate": str(top_bps), "bufsize": str(top_bps)}
        return context
