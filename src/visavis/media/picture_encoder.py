"""What the picture track asks of a codec."""

from __future__ import annotations

from fractions import Fraction
from typing import Protocol

import av

from visavis.media.program import FRAMES_PER_S, I420

FRAME_TIME = Fraction(1, FRAMES_PER_S)


class PictureEncoder(Protocol):
    """One encoder for one peer; used by one thread at a time."""

    def encode(self, picture: I420, *, frame: int, bps: int, key: bool) -> list[bytes]:
        """Encode frame number `frame` at `bps` into RTP payloads; `key` forces a key frame."""


def wrap(picture: I420, width: int, height: int, *, frame: int, key: bool) -> av.VideoFrame:
    """A video frame over the painter's own memory, without a copy."""
    wrapped = av.VideoFrame.from_numpy_buffer(picture.reshape(height * 3 // 2, width), format="yuv420p")
    wrapped.pts = frame
    wrapped.time_base = FRAME_TIME
    if key:
        wrapped.pict_type = av.video.frame.PictureType.I
    return wrapped
