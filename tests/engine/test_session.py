"""A session without a network: what reaches it meanwhile."""

import asyncio
import errno

import numpy as np
import pytest

from tests import virtual_time
from tests.engine.begun import RecordingSocket, begin, scripted_cast
from visavis.providers.base import ProviderError, Stage
from visavis.wire import signalling


def test_a_socket_that_comes_while_the_session_ends_is_told_so():
    async def script():
        session = begin()
        session.talk("One two three.")
        await asyncio.sleep(0.1)
        ending = asyncio.create_task(session.end("NORMAL_EXIT", "Enough."))
        await asyncio.sleep(0.1)
        socket = RecordingSocket()
        session.bind(socket)
        await ending
        return socket

    socket = virtual_time.run(script())
    assert socket.frames == [signalling.end_session("s1", "Enough.")]
    assert socket.closed


def test_a_client_is_told_why_another_recogniser_had_to_hear_a_turn():
    async def script():
        socket, cast = RecordingSocket(), scripted_cast()
        session = begin(cast=cast)
        session.bind(socket)
        cast.recognisers.on_trouble(ProviderError(Stage.HEAR, "deepgram", "the answer was 402"))
        await session.end("NORMAL_EXIT", "Enough.")
        return socket

    frames = virtual_time.run(script()).frames
    assert signalling.warning("s1", "deepgram: the answer was 402") in frames


def test_an_ending_session_says_nothing_more():
    async def script():
        session = begin()
        session.talk("One two three.")
        await asyncio.sleep(0.1)
        ending = asyncio.create_task(session.end("NORMAL_EXIT", "Enough."))
        await asyncio.sleep(0.1)
        session.talk("Four five six.")
        await session.signal(signalling.TalkStream("Seven.", True, True, "c", None))
        await ending
        await asyncio.sleep(0.1)
        return asyncio.all_tasks() - {asyncio.current_task()}

    assert not virtual_time.run(script())


def test_ears_that_fail_end_the_session_as_an_error_and_not_as_a_hang_up():
    async def script():
        session, socket = begin(), RecordingSocket()
        session.bind(socket)
        session.microphone(np.zeros(320, np.float64)[:, None])  # no sound at all: two-dimensional
        await session.ended.wait()
        return socket.frames

    frames = virtual_time.run(script())
    assert frames == [signalling.end_session("s1", "The session failed on the server.")]


class FullDisk:
    """A reel on which there is room for nothing."""

    def write(self, takes, *, last=False):
        raise OSError(errno.ENOSPC, "No space left on device")

    def close(self):
        return False


async def test_a_full_disk_ends_the_recording_and_not_the_session():
    events, recorded, socket = [], [], RecordingSocket()
    session = begin(events.append, reel=FullDisk(), on_recorded=recorded.append)
    session.bind(socket)
    for tick in range(200):
        session.tap.voice_sent(b"opus", tick * 0.02)
        await asyncio.sleep(0)
    while not events:
        await asyncio.sleep(0.01)

    assert not session.ended.is_set()
    assert session.talk("She can still be asked to speak.")
    await session.end("NORMAL_EXIT", "Enough.")
    warning, ended = events
    assert (warning.stage, warning.message) == (
        "record",
        "The recording ended early: No space left on device.",
    )
    assert ended.exit_status == "NORMAL_EXIT"
    assert socket.frames == [signalling.end_session("s1", "Enough.")], "the client hears nothing of it"
    assert recorded == []


def test_a_language_that_no_recogniser_here_understands_changes_nothing():
    async def run():
        session = begin()
        with pytest.raises(ProviderError, match="understands fr"):
            session.listen_in("fr")
        before = session._cast.transcriber
        session.listen_in("en")
        assert session._cast.retired == (before,), "closed with the rest of the cast"
        await session.end("NORMAL_EXIT", "done")

    virtual_time.run(run())
