"""How a session ends, and what is said of it."""

import asyncio

import pytest

from tests import virtual_time
from tests.engine.begun import RecordingSocket, begin
from visavis.contract.events import SessionEnded
from visavis.engine.limits import Limits
from visavis.engine.session import LAST_WORD_S
from visavis.wire import signalling


def test_a_client_that_never_connects_keeps_no_seat_however_often_it_says_that_it_lives():
    async def run():
        reports = []
        clock = asyncio.get_running_loop().time
        session = begin(reports.append, Limits(unclaimed_s=30))
        session.bind(RecordingSocket())
        while not session.ended.is_set() and clock() < 300:
            await session.signal(signalling.Heartbeat())
            await asyncio.sleep(5)
        return clock(), reports[-1].reason

    ended_s, reason = virtual_time.run(run())
    assert 60 <= ended_s < 70
    assert reason == "Nobody connected to the session."


def test_the_last_word_before_an_abandoned_session_ends_still_reaches_the_listener():
    async def script():
        session, socket = begin(), RecordingSocket()
        session.bind(socket)
        session.abandon("Silence.")
        await session.ended.wait()
        return asyncio.get_running_loop().time(), socket.frames

    ended_s, frames = virtual_time.run(script())
    assert ended_s >= LAST_WORD_S
    assert frames == [signalling.end_session("s1", "Silence.")]


async def client_says_so(session):
    await session.signal(signalling.EndSession())


async def client_hangs_up(session):
    session.peer_closed()


async def api_stops_it(session):
    await session.end("CLOSED_BY_ENGINE", "The session was stopped.")


async def time_is_up(session):
    session.connected()
    await asyncio.sleep(61)


async def user_is_silent(session):
    session.abandon("The user was silent for too long.")
    await asyncio.sleep(1)


async def nobody_comes(session):
    await asyncio.sleep(31)


async def client_vanishes(session):
    session.bind(RecordingSocket())
    session.connected()
    await asyncio.sleep(15)


async def program_breaks(session):
    session._conversation.tick = None
    await asyncio.sleep(1)


@pytest.mark.parametrize(
    ("happens", "status", "reason"),
    [
        (client_says_so, "NORMAL_EXIT", "The client ended the session."),
        (client_hangs_up, "NORMAL_EXIT", "The client hung up."),
        (api_stops_it, "CLOSED_BY_ENGINE", "The session was stopped."),
        (time_is_up, "CLOSED_BY_ENGINE", "The session reached its maximum length."),
        (user_is_silent, "CLOSED_BY_ENGINE", "The user was silent for too long."),
        (nobody_comes, "CLOSED_BY_ENGINE", "Nobody connected to the session."),
        (client_vanishes, "CLOSED_BY_ENGINE", "The client vanished."),
        (program_breaks, "ERROR", "The session failed on the server."),
    ],
)
def test_the_report_says_how_a_session_ended_and_says_it_once(happens, status, reason):
    async def script():
        events = []
        session = begin(events.append, max_session_seconds=60)
        await happens(session)
        await asyncio.wait_for(session.ended.wait(), 5)
        await session.end("ERROR", "A second end changes nothing.")
        return [event for event in events if isinstance(event, SessionEnded)]

    (ended,) = virtual_time.run(script())
    assert (ended.exit_status, ended.reason) == (status, reason)
