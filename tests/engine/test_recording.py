"""A session on a reel: both sides and her face, in step, written as it goes."""

from __future__ import annotations

import asyncio
import errno
from contextlib import asynccontextmanager
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from aiortc import MediaStreamTrack

from tests.media.client import Client, Notes, on_air, tone
from tests.reels import loud_from_s, shown
from visavis.engine.recording import Recording
from visavis.engine.reel import Reel
from visavis.media.broadcast import Broadcast
from visavis.media.peer import Peer
from visavis.media.program import Picture

SIZE = 64
IN_SYNC_S = 0.04
FLASH_FRAME = 40
"""When all becomes loud and bright."""


class Flash:
    """A program that is dark and silent, and then bright and loud; so is its user."""

    def __init__(self) -> None:
        self.on = asyncio.Event()

    def audio(self, tick):
        if tick >= 2 * FLASH_FRAME:
            self.on.set()
            return tone(tick, 440)
        return None

    def video(self, frame):
        luma = 235 if frame >= FLASH_FRAME else 16
        picture = np.concatenate([np.full(SIZE * SIZE, luma), np.full(SIZE * SIZE // 2, 128)]).astype(
            np.uint8
        )
        return lambda: Picture(picture)


class FlashMicrophone(MediaStreamTrack):
    kind = "audio"

    def __init__(self, flash: Flash) -> None:
        super().__init__()
        self._flash, self._tick, self._start_s = flash, 0, 0.0

    async def recv(self):
        loop = asyncio.get_running_loop()
        self._start_s = self._start_s or loop.time()
        self._tick += 1
        await asyncio.sleep(max(0.0, self._start_s + self._tick * 0.02 - loop.time()))
        pcm = tone(self._tick, 700) if self._flash.on.is_set() else np.zeros(960, np.int16)
        frame = av.AudioFrame.from_ndarray(pcm.reshape(1, -1), "s16", "mono")
        frame.sample_rate, frame.time_base, frame.pts = 48_000, Fraction(1, 48_000), self._tick * 960
        return frame


@asynccontextmanager
async def recorded(path, codec):
    """A real client's session of a flash, on the reel; the block runs once it has flashed for a second."""
    flash, ended = Flash(), []
    broadcast = Broadcast(flash)
    recording = Recording(Reel(path, SIZE, SIZE), lambda: broadcast.position_s, ended.append)
    peer = Peer(Notes(), width=SIZE, height=SIZE, tap=recording)
    client = Client(codecs=[codec], microphone=FlashMicrophone(flash))
    try:
        await client.join(peer)
        async with on_air(peer, broadcast):
            await asyncio.wait_for(flash.on.wait(), 10)
            await asyncio.sleep(1.2)
            yield recording
    finally:
        await peer.close()
        await client.connection.close()
    assert not ended


@pytest.mark.parametrize(("codec", "name"), [("video/VP8", "vp8"), ("video/H264", "h264")])
async def test_her_face_her_voice_and_the_user_are_on_the_reel_and_in_step(tmp_path, codec, name):
    path = tmp_path / "engine" / "s.mkv"
    async with recorded(path, codec) as recording:
        pass
    assert await recording.close()

    reel = shown(path)
    assert reel.codec == name
    assert reel.pictures[0][0] < 0.1
    assert abs(loud_from_s(reel.persona) - reel.bright_from_s) < IN_SYNC_S
    assert abs(loud_from_s(reel.user) - reel.bright_from_s) < IN_SYNC_S
    assert len(reel.pictures) > 40


async def test_a_crash_keeps_what_there_was(tmp_path):
    """As after `kill -9`: what was not yet given to the system is lost."""
    path = tmp_path / "s.mkv"
    async with recorded(path, "video/VP8") as recording:
        crashed = shown(path)
        until_s = loud_from_s(crashed.persona) + 0.1
    await recording.close()

    assert crashed.pictures[-1][0] > until_s - 1.2
    assert len(shown(path).pictures) > len(crashed.pictures)


class FullDisk:
    """Has room for so many writes."""

    def __init__(self, room):
        self.room, self.takes, self.closed = room, [], False

    def write(self, takes, *, last=False):
        if not self.room:
            raise OSError(errno.ENOSPC, "No space left on device")
        self.room -= 1
        self.takes += takes

    def close(self):
        self.closed = True
        return True


async def spoken(recording, seconds, first_s=0.0):
    for tick in range(round(seconds * 50)):
        recording.voice_sent(b"opus", first_s + tick * 0.02)
        if tick % 50 == 0:
            await asyncio.sleep(0.01)  # the writer is a thread
    await asyncio.sleep(0.05)


async def test_a_full_disk_ends_the_recording_with_a_reason_and_nothing_else():
    disk, ended = FullDisk(room=2), []
    recording = Recording(disk, lambda: 0.0, ended.append)
    await spoken(recording, 10)
    assert ended == ["No space left on device"]

    await spoken(recording, 10, first_s=10)
    assert await recording.close()
    assert ended == ["No space left on device"]
    assert disk.closed
    assert 1_800 < max(take.at_ms for take in disk.takes) < 2_100


async def test_a_device_that_has_no_room_ends_it_so_too(monkeypatch):
    """The system's own full device, behind a real reel."""
    monkeypatch.setattr("visavis.engine.reel.LEAST_FREE", 0)
    ended = []
    recording = Recording(Reel(Path("/dev/full"), SIZE, SIZE), lambda: 0.0, ended.append)
    await spoken(recording, 10)
    await recording.close()
    assert ended == ["No space left on device"]


async def test_a_disk_that_is_too_slow_does_not_fill_the_memory(monkeypatch):
    monkeypatch.setattr("visavis.engine.recording.MOST_UNWRITTEN", 100)
    ended = []
    recording = Recording(FullDisk(room=1_000), lambda: 0.0, ended.append)
    await spoken(recording, 3)
    assert ended == ["the disk is too slow"]


async def test_a_session_that_nothing_was_sent_to_leaves_no_file(tmp_path):
    recording = Recording(Reel(tmp_path / "s.mkv", SIZE, SIZE), lambda: 0.0, print)
    recording.sound_received(b"opus", 960)
    assert not await recording.close()
    assert list(tmp_path.iterdir()) == []
