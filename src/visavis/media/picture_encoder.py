"""What the picture track asks of a codec."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

import av

from visavis.media.program import FRAMES_PER_S, I420

FRAME_TIME = Fraction(1, FRAMES_PER_S)


@dataclass(frozen=True, slots=True)
class EncodedPicture:
    data: bytes
    """As the codec made it: a VP8 frame, or an H.264 access unit in Annex B form."""
    payloads: list[bytes]
    """The same, cut for RTP."""


class PictureEncoder(Protocol):
    """One encoder for one peer; used by one thread at a time."""

    def encode(self, picture: I420, *, frame: int, bps: int, key: bool) -> EncodedPicture:
        """Encode frame number `frame` at `bps`; `key` forces a key frame."""


def wrap(picture: I420, width: int, height: int, *, frame: int, key: bool) -> av.VideoFrame:
    """A video frame over the painter's own memory, without a copy."""
    wrapped = av.VideoFrame.from_numpy_buffer(picture.reshape(height * 3 // 2, width), format="yuv420p")
    wrapped.pts = frame
    wrapped.time_base = FRAME_TIME
    if key:
        wrapped.pict_type = av.video.frame.PictureType.I
    return wrapped
