"""Events on their way to real receivers: signed, in order, one beside the other, and after a restart."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from tests.receivers import Receiver, expected_signature, receiving, signatures
from tests.services.engine_pools import eventually
from tests.services.happenings import begin, ended, report, started
from tests.services.houses import House, at_home, at_work

from visavis.services import courier as courier_module
from visavis.services.organizations import create_organization
from visavis.services.retention import purge_deliveries
from visavis.services.webhook_signing import new_secret
from visavis.services.webhooks import rotate_secret
from visavis.store.sessions import Session
from visavis.store.webhooks import WebhookDelivery


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with receiving() as receiver, at_home(tmp_path, receiver) as opened:
        await begin(opened.wing)
        yield opened


# what comes


async def test_an_event_comes_signed_and_as_it_was_told(house: House) -> None:
    secret = new_secret()
    await house.subscribe(secret=secret)
    await report(house.wing, started())

    await house.deliver()

    [asked] = house.receiver.got
    delivery = await house.only()
    assert (asked.method, asked.body.decode()) == ("POST", delivery.body)
    assert asked.headers["content-type"] == "application/json"
    assert asked.headers["user-agent"].startswith("visavis/")
    assert asked.headers["webhook-id"] == delivery.event_id == "evt_s_started"
    assert int(asked.headers["webhook-timestamp"]) == int(house.clock().timestamp())
    assert signatures(asked) == [expected_signature(secret, asked)]
    assert (delivery.status, delivery.attempts, delivery.next_attempt_at) == ("delivered", 1, None)
    assert (delivery.response_status, delivery.error) == (204, None)
    assert delivery.duration_ms is not None
    assert delivery.attempted_at is not None


async def test_after_a_rotation_both_secrets_sign_for_a_day(house: House) -> None:
    first = new_secret()
    webhook = await house.webhook(await house.subscribe(secret=first))

    async def signed_by(number: int) -> list[str]:
        await house.call_tools(number)
        await house.deliver()
        return signatures(house.receiver.got[-1])

    async def rotated() -> str:
        made = await rotate_secret(house.wing, webhook.organization_id, webhook.id, house.clock())
        return made.secret

    def expected(*secrets: str) -> list[str]:
        return [expected_signature(secret, house.receiver.got[-1]) for secret in secrets]

    second = await rotated()
    assert await signed_by(1) == expected(second, first)
    third = await rotated()
    assert await signed_by(2) == expected(third, second), "the one before, and none before that"
    house.clock.advance(24 * 3600 - 60)
    assert await signed_by(3) == expected(third, second)
    house.clock.advance(120)
    assert await signed_by(4) == expected(third)


async def test_events_come_in_the_order_in_which_they_happened(house: House) -> None:
    await house.subscribe()
    await report(house.wing, started())
    await house.call_tools(*range(2, 30))
    await report(house.wing, ended(number=30))

    async with at_work(house.courier):
        await eventually(lambda: len(house.receiver.got) == 30)

    assert house.receiver.types == ["session.started", *["tool.called"] * 28, "session.ended"]
    calls = [event["data"]["toolCallId"] for event in house.receiver.events[1:-1]]
    assert calls == [f"call-{number}" for number in range(2, 30)]


# one beside the other


async def test_a_slow_receiver_delays_nobody_but_itself(house: House) -> None:
    slow = Receiver(house.receiver.web, "/slow")
    gate = slow.hangs()
    await house.subscribe(url=slow.url)
    await house.subscribe()

    async with at_work(house.courier):
        await house.call_tools(1, 2, 3)
        await eventually(lambda: len(house.receiver.got) == 3)
        assert house.numbers() == ["call-1", "call-2", "call-3"]
        assert house.numbers(slow) == ["call-1"], "one at a time"
        gate.set()
        await eventually(lambda: len(slow.got) == 3)

    assert house.numbers(slow) == ["call-1", "call-2", "call-3"]


async def test_slow_receivers_of_one_organization_leave_room_for_those_of_others(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier_module, "AT_ONCE", 3)
    monkeypatch.setattr(courier_module, "AT_ONCE_OF_ONE_ORGANIZATION", 2)
    slow = Receiver(house.receiver.web, "/slow")
    gate = slow.hangs()
    for _ in range(4):
        await house.subscribe(url=slow.url)
    async with house.wing.database.transaction() as session:
        other = await create_organization(session, "Somebody else")
        session.add(Session(id="theirs", organization_id=other.id))
    await house.subscribe(organization_id=other.id)

    async with at_work(house.courier):
        await house.call_tools(1)
        await eventually(lambda: len(slow.got) == 2)
        await report(house.wing, started("theirs"))
        house.wing.deliveries_added.ring()
        await eventually(lambda: len(house.receiver.got) == 1)
        assert len(slow.got) == 2
        gate.set()
        await eventually(lambda: len(slow.got) == 4)


async def test_a_result_that_cannot_be_written_down_is_not_sent_again_at_once(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(courier_module, "note", broken)
    await house.subscribe()

    async with at_work(house.courier):
        await house.call_tools(1)
        await eventually(lambda: "the disk is full" in caplog.text)
        for _ in range(5):
            house.wing.deliveries_added.ring()
            await asyncio.sleep(0.02)
        assert len(house.receiver.got) == 1
    monkeypatch.undo()

    await house.deliver()
    assert house.numbers() == ["call-1", "call-1"], "at least once"


# afterwards


async def test_a_clean_stop_during_an_attempt_leaves_it_to_the_next_start(tmp_path: Path) -> None:
    async with receiving() as receiver:
        gate = receiver.hangs()
        async with at_home(tmp_path, receiver) as house:
            await begin(house.wing)
            await house.subscribe("tool.called")
            async with at_work(house.courier):
                await house.call_tools(1)
                await eventually(lambda: len(receiver.got) == 1)
        gate.set()
        receiver.answers(204)
        async with at_home(tmp_path, receiver) as house, at_work(house.courier):
            await eventually(lambda: len(receiver.got) == 2)

    first, second = receiver.got
    assert (first.headers["webhook-id"], first.body) == (second.headers["webhook-id"], second.body)


KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from tests.services.happenings import begin, called, ended, report, started, subscribe
from tests.services.wings import opened_wing
from visavis.services import session_events

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

async def main(folder, url, moment):
    async with opened_wing(Path(folder)) as wing:
        await subscribe(wing, url=url)
        await begin(wing)
        if moment == "before the commit":
            session_events.session_ended = die
        await report(wing, started(), called(), ended())
        die()

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.mark.parametrize("moment", ["before the commit", "after the commit"])
async def test_a_killed_process_leaves_facts_with_their_events_or_neither(
    tmp_path: Path, moment: str
) -> None:
    async with receiving() as receiver:
        killed = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-c", KILLED, str(tmp_path), receiver.url, moment],
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )
        assert killed.returncode == -signal.SIGKILL
        assert receiver.got == []

        async with at_home(tmp_path, receiver) as house:
            await house.deliver()
            async with house.wing.database.transaction() as session:
                [row] = await session.scalars(select(Session))

    if moment == "after the commit":
        assert receiver.types == ["session.started", "tool.called", "session.ended"]
        assert row.exit_status == "NORMAL_EXIT"
    else:
        # the engine was not acknowledged and will report again; the new start supposes an end meanwhile
        assert receiver.types == ["session.ended"]
        assert (row.started_at, row.exit_status) == (None, "ERROR")


async def test_the_log_is_kept_for_thirty_days_and_what_waits_is_kept(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("visavis.services.retention.BATCH", 2)
    await house.subscribe()
    await house.call_tools(*range(1, 6))
    await house.deliver()
    house.receiver.answers(500)
    await house.call_tools(6)
    await house.deliver()

    async def count() -> int:
        async with house.wing.database.transaction() as session:
            return await session.scalar(select(func.count()).select_from(WebhookDelivery)) or 0

    assert await purge_deliveries(house.wing.database, house.clock() + timedelta(days=29.9)) == 0
    assert await count() == 6
    assert await purge_deliveries(house.wing.database, house.clock() + timedelta(days=30.1)) == 5
    assert await count() == 1
