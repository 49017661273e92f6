"""The sessions of an engine process, as they are opened."""

import asyncio

import pytest

from tests import virtual_time
from tests.engine.test_session import NoRules, scripted_cast
from tests.fakes import session_spec
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


def opened(capacity=8):
    casting = SlowCasting()
    return Sessions(casting, NoOutbox(), Limits(), capacity, NoRules()), casting


def test_a_session_that_is_asked_for_twice_at_once_is_one_session():
    async def script():
        sessions, casting = opened()
        one, other = await asyncio.gather(sessions.open(session_spec()), sessions.open(session_spec()))
        assert one is other
        await sessions.drain("Enough.")
        return [cast.voice.closed for cast in casting.casts], len(sessions)

    assert virtual_time.run(script()) == ([True, True], 0)


def test_a_session_that_is_cast_while_the_engine_drains_does_not_begin():
    async def script():
        sessions, casting = opened()
        opening = asyncio.create_task(sessions.open(session_spec()))
        await asyncio.sleep(0.5)
        await sessions.drain("Enough.")
        with pytest.raises(Full):
            await opening
        return [cast.voice.closed for cast in casting.casts], len(sessions)

    assert virtual_time.run(script()) == ([True], 0)
