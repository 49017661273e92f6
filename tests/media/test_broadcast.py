"""The clock of a session, on a virtual clock."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress

import numpy as np
import pytest

from tests import virtual_time
from visavis.media.broadcast import Broadcast, due_ticks
from visavis.media.program import Painter, Picture
from visavis.speech import Pcm


class Program:
    """Notes when it was asked for what; may stall the loop, or fail, at a tick."""

    def __init__(self) -> None:
        self.sound: list[tuple[float, int]] = []
        self.pictures: list[tuple[float, int]] = []
        self.stalls: dict[int, float] = {}
        self.fails_at: int | None = None

    def audio(self, tick: int) -> Pcm | None:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, virtual_time.VirtualTimeLoop)
        if tick == self.fails_at:
            raise RuntimeError("the program is broken")
        self.sound.append((round(loop.time(), 6), tick))
        loop.now_s += self.stalls.get(tick, 0.0)
        return np.full(960, tick % 1000, np.int16)

    def video(self, frame: int) -> Painter:
        self.pictures.append((round(asyncio.get_running_loop().time(), 6), frame))
        return lambda: Picture(np.full(6, frame % 256, np.uint8))


class Outlet:
    """A client whose encoder takes `seconds` for each picture."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.opened = asyncio.Event()
        self.heard: list[tuple[float, int]] = []
        self.seen: list[tuple[float, int]] = []
        self.position_s: Callable[[], float] | None = None
        self._seconds = seconds

    def follow(self, position_s: Callable[[], float]) -> None:
        self.position_s = position_s

    async def send_audio(self, tick: int, pcm: Pcm | None) -> None:
        self.heard.append((round(asyncio.get_running_loop().time(), 6), tick))

    async def send_video(self, frame: int, painter: Painter) -> None:
        assert painter().pixels[0] == frame % 256
        await asyncio.sleep(self._seconds)
        self.seen.append((round(asyncio.get_running_loop().time(), 6), frame))


async def play(broadcast: Broadcast, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await broadcast.run()


def test_sound_is_asked_for_every_20_ms_and_a_picture_every_40_ms_though_nobody_listens() -> None:
    program = Program()
    virtual_time.run(play(Broadcast(program), 0.99))
    assert program.sound == [(round(tick * 0.02, 6), tick) for tick in range(50)]
    assert program.pictures == [(round(frame * 0.04, 6), frame) for frame in range(25)]


def test_an_hour_does_not_drift() -> None:
    program = Program()
    virtual_time.run(play(Broadcast(program), 3599.99))
    assert program.sound[-1] == (3599.98, 179_999)
    assert [tick for _, tick in program.sound] == list(range(180_000))


def test_late_ticks_are_caught_up_at_once_and_none_is_left_out() -> None:
    program = Program()
    program.stalls = {10: 0.5}
    virtual_time.run(play(Broadcast(program), 1.99))
    assert [tick for _, tick in program.sound] == list(range(100))
    times = {tick: at for at, tick in program.sound}
    assert times[11] == times[35] == 0.7
    assert times[36] == 0.72


def test_a_long_stall_is_jumped() -> None:
    program = Program()
    program.stalls = {10: 5.0}
    virtual_time.run(play(Broadcast(program), 5.99))
    ticks = [tick for _, tick in program.sound]
    assert ticks == [*range(11), *range(260, 300)]


@pytest.mark.parametrize(
    ("next_tick", "position_s", "ticks"),
    [
        (0, 0.0, [0]),
        (1, 0.0199, []),
        (1, 0.02, [1]),
        (7, 0.14, [7]),
        (5, 0.1999, [5, 6, 7, 8, 9]),
        (0, 1.0, list(range(51))),
        (0, 1.02, [51]),
    ],
)
def test_which_ticks_are_due(next_tick: int, position_s: float, ticks: list[int]) -> None:
    assert list(due_ticks(next_tick, position_s)) == ticks


def test_a_client_hears_and_sees_what_the_program_plays_at_that_time() -> None:
    async def scene() -> None:
        broadcast, outlet = Broadcast(Program()), Outlet()
        outlet.opened.set()
        broadcast.attach(outlet)
        await play(broadcast, 0.99)
        assert outlet.heard == [(round(tick * 0.02, 6), tick) for tick in range(50)]
        assert outlet.seen == [(round(frame * 0.04, 6), frame) for frame in range(25)]

    virtual_time.run(scene())


def test_a_client_that_connects_between_two_pictures_sees_the_present_one_at_once() -> None:
    async def scene() -> None:
        broadcast, outlet = Broadcast(Program()), Outlet()
        broadcast.attach(outlet)
        asyncio.get_running_loop().call_later(0.105, outlet.opened.set)
        await play(broadcast, 0.2)
        assert outlet.seen[:2] == [(0.105, 2), (0.12, 3)]

    virtual_time.run(scene())


def test_a_slow_encoder_skips_pictures_and_holds_up_no_sound() -> None:
    async def scene() -> None:
        broadcast, outlet = Broadcast(Program()), Outlet(seconds=0.093)
        outlet.opened.set()
        broadcast.attach(outlet)
        await play(broadcast, 0.99)
        assert [frame for _, frame in outlet.seen] == [0, 2, 4, 6, 9, 11, 13, 16, 18, 20]
        assert outlet.heard == [(round(tick * 0.02, 6), tick) for tick in range(50)]

    virtual_time.run(scene())


def test_a_new_client_takes_the_place_of_the_old() -> None:
    async def scene() -> None:
        broadcast, old, new = Broadcast(Program()), Outlet(), Outlet()
        old.opened.set()
        new.opened.set()
        broadcast.attach(old)
        asyncio.get_running_loop().call_later(0.5, broadcast.attach, new)
        await play(broadcast, 0.99)
        assert [tick for _, tick in old.heard + new.heard] == list(range(50))
        assert new.heard[0][1] in (25, 26)
        assert {frame for _, frame in old.seen} | {frame for _, frame in new.seen} == set(range(25))

    virtual_time.run(scene())


def test_after_detaching_the_program_runs_on_unheard() -> None:
    async def scene() -> None:
        program, outlet = Program(), Outlet()
        broadcast = Broadcast(program)
        outlet.opened.set()
        broadcast.attach(outlet)
        asyncio.get_running_loop().call_later(0.1, broadcast.detach)
        await play(broadcast, 0.99)
        assert len(outlet.heard) < 7
        assert len(program.sound) == 50

    virtual_time.run(scene())


def test_the_position_is_the_session_time_for_both_the_session_and_the_client() -> None:
    async def scene() -> None:
        broadcast, outlet = Broadcast(Program()), Outlet()
        assert broadcast.position_s == 0.0
        await asyncio.sleep(3.0)
        broadcast.attach(outlet)
        loop = asyncio.get_running_loop()
        positions: list[float] = []

        def look() -> None:
            assert outlet.position_s is not None
            positions.extend([broadcast.position_s, outlet.position_s()])

        loop.call_later(0.333, look)
        await play(broadcast, 0.5)
        assert positions == pytest.approx([0.333, 0.333])

    virtual_time.run(scene())


def test_an_error_of_the_program_ends_the_run() -> None:
    program = Program()
    program.fails_at = 7
    with pytest.raises(RuntimeError, match="the program is broken"):
        virtual_time.run(Broadcast(program).run())


def test_a_picture_that_cannot_be_painted_silences_nobody_and_is_said_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Blind(Program):
        def video(self, frame: int) -> Painter:
            def paint() -> Picture:
                if 3 <= frame < 20:
                    raise ZeroDivisionError
                return Picture(np.full(6, frame % 256, np.uint8))

            return paint

    async def scene() -> None:
        broadcast, outlet = Broadcast(Blind()), Outlet()
        outlet.opened.set()
        broadcast.attach(outlet)
        await play(broadcast, 0.99)
        assert len(outlet.heard) == 50
        assert [frame for _, frame in outlet.seen] == [0, 1, 2, 20, 21, 22, 23, 24]

    with caplog.at_level(logging.ERROR):
        virtual_time.run(scene())
    assert [record.getMessage() for record in caplog.records] == ["picture 3 could not be sent"]
