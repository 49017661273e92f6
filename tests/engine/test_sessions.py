"""The sessions of an engine process, as they are opened."""

import asyncio
from pathlib import Path

import pytest

from tests import virtual_time
from tests.engine.begun import NoRules, scripted_cast
from tests.fakes import session_spec
from visavis.engine.handover import Handover
from visavis.engine.limits import Limits
from visavis.engine.sessions import Full, Sessions


class SlowCasting:
    def __init__(self):
        self.casts = []

    async def cast(self, spec):
        await asyncio.sleep(1)
        self.casts.append(scripted_cast())
        return self.casts[-1]


class NoOutbox:
    def put(self, event): ...


def opened(folder=Path("nowhere"), capacity=8):
    casting = SlowCasting()
    handover = Handover(folder, deliver=lambda session_id, reel: None)
    return Sessions(casting, NoOutbox(), handover, Limits(), capacity, NoRules()), casting


def test_a_session_that_is_asked_for_twice_at_once_is_one_session():
    async def script():
        sessions, casting = opened()
        one, other = await asyncio.gather(sessions.open(session_spec()), sessions.open(session_spec()))
        assert one is other
        await sessions.drain("Enough.")
        return [cast.voices.own.closed for cast in casting.casts], len(sessions)

    assert virtual_time.run(script()) == ([True, True], 0)


def test_a_session_that_is_cast_while_the_engine_drains_does_not_begin():
    async def script():
        sessions, casting = opened()
        opening = asyncio.create_task(sessions.open(session_spec()))
        await asyncio.sleep(0.5)
        await sessions.drain("Enough.")
        with pytest.raises(Full):
            await opening
        return [cast.voices.own.closed for cast in casting.casts], len(sessions)

    assert virtual_time.run(script()) == ([True], 0)


class Casting(SlowCasting):
    async def cast(self, spec):
        return scripted_cast()


@pytest.mark.parametrize(
    ("asked", "recorded"),
    [
        ({"record": True}, True),
        ({"record": False}, False),
        ({"record": True, "zero_data_retention": True}, False),
    ],
)
async def test_a_session_is_recorded_if_that_was_asked_for_and_never_under_zero_data_retention(
    tmp_path, asked, recorded
):
    handover = Handover(tmp_path, deliver=lambda session_id, reel: None)
    sessions = Sessions(Casting(), NoOutbox(), handover, Limits(), 1, NoRules())
    session = await sessions.open(session_spec(**asked))
    for tick in range(100):
        session.tap.voice_sent(b"opus", tick * 0.02)
    await sessions.drain("Enough.")
    assert [path.name for path in tmp_path.rglob("*.mkv")] == (["s1.mkv"] if recorded else [])
