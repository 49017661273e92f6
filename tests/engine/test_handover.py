"""Reels reach the api, however long it is away, and are thrown away then."""

import asyncio

from visavis.engine import handover
from visavis.engine.handover import Handover, pieces


class Api:
    """Takes reels; is away for the first `away` calls."""

    def __init__(self, away=0):
        self.away, self.got = away, {}

    async def __call__(self, session_id, path):
        if self.away:
            self.away -= 1
            raise ConnectionError("connection refused")
        self.got[session_id] = b"".join([piece async for piece in pieces(path)])


async def hand_over(folder, api, *reels):
    waiting = Handover(folder, api)
    for session_id, content in reels:
        waiting.path(session_id).write_bytes(content)
        waiting.put(session_id)
    running = asyncio.create_task(waiting.run())
    drained = await waiting.drained(0.5)
    running.cancel()
    return drained


async def test_each_reel_is_handed_over_whole_and_thrown_away(tmp_path):
    api, long = Api(), bytes(range(256)) * 4_000
    assert await hand_over(tmp_path, api, ("one", b"short"), ("two", long))
    assert api.got == {"one": b"short", "two": long}
    assert list(tmp_path.iterdir()) == []


async def test_an_api_that_is_away_is_asked_again(tmp_path, monkeypatch):
    monkeypatch.setattr(handover, "FIRST_RETRY_S", 0.01)
    api = Api(away=3)
    assert await hand_over(tmp_path, api, ("one", b"reel"))
    assert api.got == {"one": b"reel"}


async def test_what_could_not_be_handed_over_stays_for_the_api_to_find(tmp_path):
    assert not await hand_over(tmp_path, Api(away=1_000), ("one", b"reel"))
    assert [path.name for path in tmp_path.iterdir()] == ["one.mkv"]
