"""The file of a recording: when it begins, what it takes, and when it is full."""

import numpy as np
import pytest

from tests.media.client import tone
from tests.media.pictures import soft_picture
from tests.reels import shown
from visavis.engine import reel as reels
from visavis.engine.reel import PERSONA, PICTURES, USER, Reel, ReelFull, Take
from visavis.media.h264 import H264Encoder
from visavis.media.opus import OpusEncoder
from visavis.media.vp8 import Vp8Encoder

SIZE = 64


def voice(seconds, first_s=0, track=PERSONA):
    encoder = OpusEncoder()
    ticks = range(50 * first_s, 50 * (first_s + seconds))
    return [
        Take(track, tick * 20, packet) for tick in ticks for packet in encoder.encode(tone(tick, 440), tick)
    ]


def pictures(codec, seconds, first_s=0):
    encoder = Vp8Encoder(SIZE, SIZE) if codec == "VP8" else H264Encoder(SIZE, SIZE, 300_000)
    takes = []
    for frame in range(25 * first_s, 25 * (first_s + seconds)):
        key = frame == 25 * first_s
        data = encoder.encode(soft_picture(SIZE, SIZE, frame), frame=frame, bps=300_000, key=key).data
        takes.append(Take(PICTURES, frame * 40, data, codec))
    return takes


@pytest.fixture
def path(tmp_path):
    return tmp_path / "reels" / "s.mkv"


@pytest.fixture
def reel(path):
    opened = Reel(path, SIZE, SIZE)
    yield opened
    opened.close()


@pytest.mark.parametrize(("codec", "name"), [("VP8", "vp8"), ("H264", "h264")])
def test_the_pictures_decide_what_kind_of_file_it_is(reel, path, codec, name):
    reel.write(voice(1))
    assert not path.exists(), "which pictures come is not known yet"
    reel.write([*voice(1, first_s=1), *pictures(codec, 1, first_s=1)])

    assert shown(path).codec == name
    assert len(shown(path).pictures) == 25
    assert [at_s for at_s, _ in shown(path).persona] == pytest.approx(np.arange(100) * 0.02)


def test_a_client_that_takes_no_pictures_is_recorded_in_sound(reel, path):
    for second in range(7):
        reel.write(voice(1, first_s=second))
    assert shown(path).codec == ""
    assert len(shown(path).persona) == 7 * 50


def test_a_short_session_without_pictures_is_kept_at_its_end(reel, path):
    reel.write([*voice(1), *voice(1, track=USER)])
    reel.write([], last=True)
    assert len(shown(path).user) == 50


def test_what_comes_late_within_a_second_is_put_in_its_place(reel, path):
    takes = [*pictures("VP8", 1), *voice(1), *voice(1, track=USER)]
    reel.write(takes[::-1])
    assert len(shown(path).pictures) == 25
    assert len(shown(path).user) == 50


def test_pictures_of_another_codec_are_left_out_and_the_sound_goes_on(reel, path):
    reel.write([*pictures("VP8", 1), *voice(1)])
    reel.write([*pictures("H264", 1, first_s=1), *voice(1, first_s=1)])
    assert len(shown(path).pictures) == 25
    assert len(shown(path).persona) == 100


def test_pictures_before_the_first_key_picture_do_not_begin_a_file(reel, path):
    reel.write(pictures("VP8", 1)[1:])
    assert not path.exists()


def test_a_disk_that_is_nearly_full_is_left_to_the_database(reel, path, monkeypatch):
    reel.write([*pictures("VP8", 1), *voice(1)])
    monkeypatch.setattr(reels, "LEAST_FREE", 1 << 60)
    with pytest.raises(ReelFull, match="the disk is full"):
        reel.write(voice(1, first_s=1))
    assert len(shown(path).persona) == 50


def test_a_reel_has_an_end(reel, path, monkeypatch):
    monkeypatch.setattr(reels, "LARGEST_RECORDING", 20_000)
    reel.write([*pictures("VP8", 1), *voice(1)])
    with pytest.raises(ReelFull, match="it has reached"):
        reel.write([*pictures("VP8", 2, first_s=1), *voice(2, first_s=1)])
    assert 5_000 < path.stat().st_size <= 20_000
