"""What we write is Matroska, and stays so wherever it breaks off."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from tests.media.client import tone
from tests.media.pictures import planes, psnr_db, soft_picture
from visavis.media.matroska import Block, OpusSound, Pictures, cluster, head
from visavis.media.opus import OpusEncoder
from visavis.media.vp8 import Vp8Encoder

WIDTH, HEIGHT = 96, 64
TRACKS = (Pictures(1, "V_VP8", WIDTH, HEIGHT), OpusSound(2, "persona"), OpusSound(3, "user"))


def clusters() -> list[bytes]:
    """Two seconds of a moving picture and of two tones."""
    pictures = Vp8Encoder(WIDTH, HEIGHT)
    voices = {2: (OpusEncoder(), 440.0), 3: (OpusEncoder(), 600.0)}
    made = []
    for second in range(2):
        blocks = []
        for tick in range(50 * second, 50 * second + 50):
            for track, (encoder, hz) in voices.items():
                blocks += [Block(track, tick * 20, packet) for packet in encoder.encode(tone(tick, hz), tick)]
            if tick % 2 == 0:
                source = soft_picture(WIDTH, HEIGHT, shift_px=tick)
                data = pictures.encode(source, frame=tick // 2, bps=300_000, key=tick == 0).data
                blocks.append(Block(1, tick * 20, data, key=tick == 0))
        made.append(cluster(blocks))
    return made


@pytest.fixture(scope="module")
def whole() -> bytes:
    return b"".join((head(TRACKS), *clusters()))


def test_pictures_and_both_sounds_come_back_at_their_times(whole: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.mkv"
    path.write_bytes(whole)
    times: dict[int, list[float]] = {0: [], 1: [], 2: []}
    with av.open(path) as file:
        assert [stream.codec_context.name for stream in file.streams] == ["vp8", "opus", "opus"]
        assert [stream.metadata.get("title") for stream in file.streams] == [None, "persona", "user"]
        for packet in file.demux():
            if packet.dts is None:
                continue
            times[packet.stream.index].append(float(packet.pts * packet.time_base))
            for frame in packet.decode():
                if packet.stream.index == 0:
                    expected = soft_picture(WIDTH, HEIGHT, shift_px=50 * packet.pts / 1000)
                    assert psnr_db(planes(frame), expected) > 34
    assert times[0] == pytest.approx(np.arange(50) * 0.04)
    assert times[1] == times[2] == pytest.approx(np.arange(100) * 0.02)


@pytest.mark.parametrize("share", [0.3, 0.55, 0.9])
def test_a_file_that_breaks_off_can_be_read_up_to_there(whole: bytes, tmp_path: Path, share: float) -> None:
    path = tmp_path / "a.mkv"
    path.write_bytes(whole[: int(len(whole) * share)])
    with av.open(path) as file:
        seconds = max(
            float(packet.pts * packet.time_base) for packet in file.demux() if packet.pts is not None
        )
    assert 2 * share - 0.4 < seconds < 2
