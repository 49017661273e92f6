"""VP8 and H.264 alike: what a receiver decodes, when key frames come, what the rate does."""

from __future__ import annotations

from collections.abc import Callable

import av
import numpy as np
import pytest
from aiortc.codecs.h264 import h264_depayload
from aiortc.codecs.vpx import vp8_depayload
from av.video.codeccontext import VideoCodecContext

from tests.media.pictures import noisy_pictures, planes, psnr_db, soft_picture
from visavis.media.h264 import H264Encoder
from visavis.media.picture_encoder import PictureEncoder
from visavis.media.vp8 import Vp8Encoder

WIDTH, HEIGHT = 256, 192
TOP_BPS = 400_000


class Codec:
    def __init__(self, name: str) -> None:
        h264 = name == "h264"
        self.encoder: PictureEncoder = (
            H264Encoder(WIDTH, HEIGHT, TOP_BPS) if h264 else Vp8Encoder(WIDTH, HEIGHT)
        )
        self._join: Callable[[bytes], bytes] = h264_depayload if h264 else vp8_depayload
        decoder = av.CodecContext.create("h264" if h264 else "vp8", "r")
        assert isinstance(decoder, VideoCodecContext)
        self._decoder = decoder

    def decode(self, payloads: list[bytes]) -> av.VideoFrame:
        (frame,) = self._decoder.decode(av.Packet(b"".join(map(self._join, payloads))))
        assert isinstance(frame, av.VideoFrame)
        return frame


@pytest.fixture(params=["vp8", "h264"])
def codec(request: pytest.FixtureRequest) -> Codec:
    return Codec(request.param)


def test_every_picture_goes_out_at_once_and_looks_as_painted(codec: Codec) -> None:
    for frame in range(20):
        picture = soft_picture(WIDTH, HEIGHT, shift_px=2.0 * frame)
        payloads = codec.encoder.encode(picture, frame=frame, bps=TOP_BPS, key=frame == 0).payloads
        assert psnr_db(planes(codec.decode(payloads)), picture) > 36


def test_the_painter_may_use_its_memory_again_after_the_call(codec: Codec) -> None:
    memory = soft_picture(WIDTH, HEIGHT)
    for frame in range(6):
        memory[:] = soft_picture(WIDTH, HEIGHT, shift_px=5.0 * frame)
        expected = memory.copy()
        payloads = codec.encoder.encode(memory, frame=frame, bps=TOP_BPS, key=False).payloads
        memory[:] = 0
        assert psnr_db(planes(codec.decode(payloads)), expected) > 34


def test_a_key_frame_comes_when_asked_for_and_not_otherwise(codec: Codec) -> None:
    keys = []
    for frame in range(30):
        picture = soft_picture(WIDTH, HEIGHT, shift_px=2.0 * frame)
        payloads = codec.encoder.encode(picture, frame=frame, bps=TOP_BPS, key=frame == 12).payloads
        if codec.decode(payloads).key_frame:
            keys.append(frame)
    assert keys == [0, 12]


def test_a_dropped_picture_does_not_disturb_the_next(codec: Codec) -> None:
    for frame in (0, 1, 2, 7, 8, 60):
        picture = soft_picture(WIDTH, HEIGHT, shift_px=float(frame))
        payloads = codec.encoder.encode(picture, frame=frame, bps=TOP_BPS, key=False).payloads
        assert psnr_db(planes(codec.decode(payloads)), picture) > 34


def test_the_rate_can_be_lowered_on_the_way(codec: Codec) -> None:
    pictures = noisy_pictures(WIDTH, HEIGHT, 100)
    sizes, keys = [], []
    for frame, picture in enumerate(pictures):
        bps = TOP_BPS if frame < 50 else TOP_BPS // 4
        payloads = codec.encoder.encode(picture, frame=frame, bps=bps, key=False).payloads
        sizes.append(sum(map(len, payloads)))
        if codec.decode(payloads).key_frame:
            keys.append(frame)
    before, after = np.mean(sizes[20:50]) * 8 * 25, np.mean(sizes[70:]) * 8 * 25
    assert before == pytest.approx(TOP_BPS, rel=0.4)
    assert after < before / 2
    # x264 changes in place; libvpx has to begin anew
    assert keys == ([0] if isinstance(codec.encoder, H264Encoder) else [0, 50])
