"""A reel becomes a film that everything plays: her face, and both sides in one sound, in step."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
from tests.reels import Shown, flash, loud_from_s, shown

from visavis.services.film import Line, Mix, Unusable, make_film

IN_SYNC_S = 0.04


@pytest.fixture
def reel(tmp_path: Path) -> Path:
    return tmp_path / "reel.mkv"


def film_of(reel: Path) -> Path:
    film = reel.with_suffix(".mp4")
    make_film(reel, film)
    return film


def loudness(sound: list[tuple[float, np.ndarray]], hz: float, from_s: float, to_s: float) -> float:
    """Amplitude of a tone in a part of a sound."""
    whole = np.concatenate([samples for _, samples in sound])
    part = whole[int(from_s * 48_000) : int(to_s * 48_000)]
    phases = np.exp(2j * np.pi * hz / 48_000 * np.arange(len(part)))
    return float(2 * abs(np.mean(part * phases)))


def seen(film: Path) -> Shown:
    """What the film is made of, in names, and what there is to see and hear."""
    with av.open(film) as opened:
        names = [stream.codec_context.name for stream in opened.streams]
        assert opened.format.name.startswith("mov,mp4")
    assert names in (["h264", "aac"], ["aac"])
    return shown(film)


@pytest.mark.parametrize("codec", ["VP8", "H264"])
def test_her_face_and_both_sides_are_in_step(reel: Path, codec: str) -> None:
    found = seen(film_of(flash(reel, codec)))

    assert len(found.pictures) == 75
    assert found.bright_from_s == pytest.approx(1.0, abs=0.001)
    assert abs(loud_from_s(found.persona) - found.bright_from_s) < IN_SYNC_S
    for hz in (440, 700):
        assert loudness(found.persona, hz, 0.1, 0.9) < 50
        assert loudness(found.persona, hz, 1.1, 2.9) > 5_000


def test_pictures_that_a_film_can_hold_are_not_encoded_anew(reel: Path) -> None:
    film = film_of(flash(reel, "H264"))

    def pictures(path: Path) -> list[bytes]:
        with av.open(path) as opened:
            return [bytes(packet) for packet in opened.demux(opened.streams.video[0]) if packet.size]

    assert pictures(film) == pictures(reel)


def test_where_nothing_came_it_is_silent_and_what_follows_keeps_its_place(reel: Path) -> None:
    found = seen(film_of(flash(reel, seconds=8, at_s=2.0, user_from_s=5.0)))

    for hz, from_s in ((440, 2.0), (700, 5.0)):
        assert loudness(found.persona, hz, from_s - 0.5, from_s - IN_SYNC_S) < 50
        assert loudness(found.persona, hz, from_s + IN_SYNC_S, from_s + 0.5) > 5_000


def test_a_session_without_pictures_is_a_film_to_hear(reel: Path) -> None:
    found = seen(film_of(flash(reel, codec="", seconds=6)))
    assert found.pictures == []
    assert loud_from_s(found.persona) == pytest.approx(1.0, abs=IN_SYNC_S)


def test_of_a_torn_reel_there_is_a_film_up_to_there(reel: Path) -> None:
    flash(reel, seconds=4)
    reel.write_bytes(reel.read_bytes()[:-9_000])
    found = seen(film_of(reel))
    assert 50 < len(found.pictures) < 100
    assert found.bright_from_s == pytest.approx(1.0, abs=0.001)


@pytest.mark.parametrize("content", [b"", b"no Matroska at all" * 100])
def test_what_is_no_reel_is_no_film(reel: Path, content: bytes) -> None:
    reel.write_bytes(content)
    with pytest.raises(Unusable):
        film_of(reel)


def test_it_says_how_far_it_is(reel: Path) -> None:
    said: list[float] = []
    make_film(flash(reel, seconds=12), reel.with_suffix(".mp4"), said.append)
    assert len(said) > 5
    assert said == sorted(said)
    assert 0 < said[0] < said[-1] <= 1


# ---- the time line


def test_sounds_that_follow_each_other_but_for_some_milliseconds_are_not_torn_apart() -> None:
    line, packet = Line(), np.ones(960, np.int16)
    places = [line.place(at, packet)[0] for at in (0, 990, 1_900, 2_880)]
    assert places == [0, 960, 1_920, 2_880]


def test_sounds_that_were_heard_apart_stay_apart_and_nothing_is_said_twice() -> None:
    line, packet = Line(), np.ones(960, np.int16)
    line.place(0, packet)
    assert line.place(5_000, packet)[0] == 5_000
    at, rest = line.place(4_900, packet)
    assert at == 5_960
    assert len(rest) == 0


def test_both_sides_are_added_up_and_held_within_bounds() -> None:
    mix = Mix()
    mix.add(0, np.full(4, 20_000, np.int16))
    mix.add(2, np.full(4, 20_000, np.int16))
    assert mix.take(5).tolist() == [20_000, 20_000, 32_767, 32_767, 20_000]
    mix.add(3, np.full(4, 5, np.int16))
    assert mix.take(9).tolist() == [20_005, 5, 0, 0]
