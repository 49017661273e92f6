"""The picture track: what is painted is sent, once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import pytest_asyncio

from tests import virtual_time
from visavis.media.picture import HELD_FRAMES, PictureTrack
from visavis.media.picture_encoder import EncodedPicture
from visavis.media.program import FRAMES_PER_S, I420, Painter, Picture
from visavis.media.rate import Quality, limits
from visavis.media.rtp import Lane

SIZE = 64


class CountingEncoder:
    def __init__(self) -> None:
        self.encoded: list[tuple[int, bool]] = []
        self.fails = False

    def encode(self, picture: I420, *, frame: int, bps: int, key: bool) -> EncodedPicture:
        if self.fails:
            raise ValueError("no memory")
        self.encoded.append((frame, key))
        return EncodedPicture(b"picture", [b"payload"])

    @property
    def frames(self) -> list[int]:
        return [frame for frame, _ in self.encoded]


@pytest.fixture
def encoder() -> CountingEncoder:
    return CountingEncoder()


@pytest_asyncio.fixture
async def track(encoder: CountingEncoder, monkeypatch: pytest.MonkeyPatch) -> PictureTrack:
    def same(*_: Any) -> CountingEncoder:
        return encoder

    async def nowhere(packet: bytes) -> None: ...

    monkeypatch.setattr("visavis.media.picture.Vp8Encoder", same)
    track = PictureTrack(SIZE, SIZE, Quality.HIGH)
    track.encode_as("VP8")
    track.open(Lane(96, 1, "0", {}, None, None), nowhere)
    return track


def painter(changed: bool) -> Painter:
    return lambda: Picture(np.zeros(SIZE * SIZE * 3 // 2, np.uint8), changed)


async def show(track: PictureTrack, changed: Callable[[int], bool], frames: range) -> None:
    for frame in frames:
        await track.show(frame, painter(changed(frame)))


async def test_what_moves_is_encoded_every_time(track: PictureTrack, encoder: CountingEncoder) -> None:
    await show(track, lambda frame: True, range(8))
    assert encoder.frames == list(range(8))


async def test_a_picture_that_stays_is_encoded_now_and_then_only(
    track: PictureTrack, encoder: CountingEncoder
) -> None:
    await show(track, lambda frame: frame == 3, range(14))
    assert encoder.frames == [0, 3, 3 + HELD_FRAMES, 3 + 2 * HELD_FRAMES]


async def test_who_asks_for_a_key_frame_gets_it_whether_or_not_anything_moves(
    track: PictureTrack, encoder: CountingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("visavis.media.key_frames.KEY_FRAME_EVERY_S", 0.0)
    await show(track, lambda frame: False, range(1))
    track.key_frame_wanted()
    await show(track, lambda frame: False, range(1, 2))
    assert encoder.encoded == [(0, True), (1, True)]


async def test_a_picture_that_could_not_be_encoded_is_not_taken_for_shown(
    track: PictureTrack, encoder: CountingEncoder
) -> None:
    await show(track, lambda frame: True, range(1))
    encoder.fails = True
    with pytest.raises(ValueError, match="no memory"):
        await show(track, lambda frame: True, range(1, 2))
    encoder.fails = False
    await show(track, lambda frame: False, range(2, 4))
    assert encoder.frames == [0, 2]


def rate_after_a_minute_of(path_bps: int, quality: Quality, *, sent_octets: int) -> int:
    """Twice a second a receiver says what the path carries, while every frame sends so much."""

    async def run() -> int:
        now_s = asyncio.get_running_loop().time
        track = PictureTrack(SIZE, SIZE, quality)
        for _ in range(60 * FRAMES_PER_S):
            await asyncio.sleep(1 / FRAMES_PER_S)
            track._sent.add(sent_octets, now_s())
            if now_s() % 0.5 < 1 / FRAMES_PER_S:
                track.bandwidth_estimated(path_bps)
        return track.bps

    return virtual_time.run(run())


LIMITS = limits(SIZE, SIZE)
FULL_FRAME = LIMITS.top_bps // 8 // FRAMES_PER_S


def test_auto_goes_down_to_what_the_path_carries_and_no_lower_than_the_floor() -> None:
    half = rate_after_a_minute_of(LIMITS.top_bps // 2, Quality.AUTO, sent_octets=FULL_FRAME)
    assert LIMITS.floor_bps < half < LIMITS.top_bps / 2
    assert rate_after_a_minute_of(1_000, Quality.AUTO, sent_octets=FULL_FRAME) == LIMITS.floor_bps


def test_auto_stays_at_the_top_where_the_path_carries_it() -> None:
    wide = rate_after_a_minute_of(2 * LIMITS.top_bps, Quality.AUTO, sent_octets=FULL_FRAME)
    assert wide == LIMITS.top_bps


def test_high_stays_at_the_top_whatever_the_path_says() -> None:
    narrow = rate_after_a_minute_of(LIMITS.top_bps // 2, Quality.HIGH, sent_octets=FULL_FRAME)
    assert narrow == LIMITS.top_bps
