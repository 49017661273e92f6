"""Events reach the api at least once and in order, whatever happens to it."""

import asyncio
from datetime import UTC, datetime

from tests import virtual_time
from visavis.contract.events import SessionStarted, SessionWarning
from visavis.engine.outbox import Outbox

NOW = datetime(2026, 4, 20, 10, tzinfo=UTC)


def event(number):
    return SessionWarning(session_id="s", number=number, at=NOW, stage="think", message="")


class Api:
    """Takes batches; is away for the first `away` calls."""

    def __init__(self, away=0):
        self.away, self.numbers = away, []

    async def __call__(self, batch):
        if self.away:
            self.away -= 1
            raise ConnectionError("connection refused")
        self.numbers += [event.number for event in batch.events]


def deliver(outbox):
    async def run():
        task = asyncio.create_task(outbox.run())
        assert await outbox.drained(60)
        task.cancel()

    virtual_time.run(run())


def test_events_arrive_in_order_and_leave_nothing_behind(tmp_path):
    api = Api()
    outbox = Outbox(tmp_path, api)
    for number in range(1, 121):
        outbox.put(event(number))
    deliver(outbox)
    assert api.numbers == list(range(1, 121))
    assert list(tmp_path.iterdir()) == []


def test_an_api_that_is_away_is_asked_again(tmp_path):
    api = Api(away=4)
    outbox = Outbox(tmp_path, api)
    outbox.put(event(1))
    deliver(outbox)
    assert api.numbers == [1]


def test_what_a_dead_engine_left_is_delivered_by_the_next(tmp_path):
    Outbox(tmp_path, Api()).put(SessionStarted(session_id="s", number=1, at=NOW))
    api = Api()
    outbox = Outbox(tmp_path, api)
    outbox.put(event(2))
    deliver(outbox)
    assert api.numbers == [1, 2]


def test_waiting_for_an_api_that_stays_away_has_an_end(tmp_path):
    async def run():
        outbox = Outbox(tmp_path, Api(away=1000))
        outbox.put(event(1))
        task = asyncio.create_task(outbox.run())
        assert not await outbox.drained(3.0)
        task.cancel()

    virtual_time.run(run())
    assert len(list(tmp_path.glob("*.json"))) == 1


def test_long_turns_are_delivered_in_several_batches(tmp_path):
    sizes = []

    async def api(batch):
        sizes.append(len(batch.model_dump_json()))

    outbox = Outbox(tmp_path, api)
    for number in range(1, 9):
        outbox.put(event(number).model_copy(update={"message": "x" * 100_000}))
    deliver(outbox)
    assert len(sizes) > 1
    assert max(sizes) < 400_000


def test_an_event_that_cannot_be_kept_costs_nothing_but_itself(tmp_path):
    api = Api()
    outbox = Outbox(tmp_path / "outbox", api)
    (tmp_path / "outbox").rmdir()
    outbox.put(event(1))
    (tmp_path / "outbox").mkdir()
    outbox.put(event(2))
    deliver(outbox)
    assert api.numbers == [2]


def test_a_file_that_cannot_be_read_does_not_block_the_others(tmp_path):
    api = Api()
    outbox = Outbox(tmp_path, api)
    outbox.put(event(1))
    (tmp_path / "000000000002.json").write_text("half a fi")
    outbox = Outbox(tmp_path, api)
    outbox.put(event(3))
    deliver(outbox)
    assert api.numbers == [1, 3]
    assert list(tmp_path.iterdir()) == []
