"""Events on their way to real receivers: in order, again after a failure, and not where they must not go."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from tests.receivers import Clock, Receiver, expected_signature, receiving, signatures
from tests.services.engine_pools import eventually
from tests.services.test_webhook_events import begin, called, ended, report, started, subscribe, told
from tests.services.wings import opened_wing

from visavis.guarded_http import GuardedTransport
from visavis.services import courier as courier_module
from visavis.services.courier import Courier
from visavis.services.organizations import create_organization
from visavis.services.outgoing import Outgoing
from visavis.services.retention import purge_deliveries
from visavis.services.webhook_deliveries import DISABLED_FIRST, RECEIVER_GONE, UNREADABLE_SECRET, disable
from visavis.services.webhook_retries import RETRY_S
from visavis.services.webhook_signing import new_secret
from visavis.services.webhooks import delete_webhook, rotate_secret
from visavis.services.wing import ControlWing
from visavis.store.sessions import Session
from visavis.store.webhooks import Webhook, WebhookDelivery


@dataclass
class House:
    """A control wing, its courier on a clock of the test, and a receiver that it may reach."""

    wing: ControlWing
    receiver: Receiver
    clock: Clock

    @property
    def courier(self) -> Courier:
        return Courier(self.wing, self.clock, chance=lambda: 0.0)

    async def subscribe(self, *events: str, **fields: Any) -> str:
        return await subscribe(self.wing, *events, **{"url": self.receiver.url} | fields)

    async def call_tools(self, *numbers: int) -> None:
        await report(self.wing, *(called(number=number) for number in numbers))
        self.wing.deliveries_added.set()

    async def deliver(self) -> None:
        await self.courier.work_off()

    async def only(self) -> WebhookDelivery:
        [one] = await told(self.wing)
        return one

    async def webhook(self, webhook_id: str) -> Webhook:
        async with self.wing.database.transaction() as session:
            return await session.get_one(Webhook, webhook_id)

    def numbers(self, receiver: Receiver | None = None) -> list[str]:
        """Of the tool calls that came, in their order."""
        return [event["data"]["toolCallId"] for event in (receiver or self.receiver).events]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with receiving() as receiver, at_home(tmp_path, receiver) as opened:
        await begin(opened.wing)
        yield opened


@asynccontextmanager
async def at_home(data_dir: Path, receiver: Receiver) -> AsyncIterator[House]:
    async with opened_wing(data_dir, allowed_hosts=receiver.web.host) as wing:
        yield House(wing, receiver, Clock())


@asynccontextmanager
async def at_work(courier: Courier) -> AsyncIterator[None]:
    running = asyncio.create_task(courier.run())
    try:
        yield
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


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
    assert abs(int(asked.headers["webhook-timestamp"]) - house.clock().timestamp()) < 60
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


# when it fails


async def test_a_failed_delivery_is_tried_again_at_its_times_and_then_given_up(house: House) -> None:
    await house.subscribe()
    house.receiver.answers(503, b"in a minute")
    await house.call_tools(1)
    for pause_s in RETRY_S:
        await house.deliver()
        delivery = await house.only()
        assert delivery.status == "waiting"
        assert delivery.next_attempt_at is not None
        assert (delivery.next_attempt_at - house.clock()).total_seconds() == pytest.approx(pause_s, abs=2)
        house.clock.advance(pause_s - 3)
        attempts = len(house.receiver.got)
        await house.deliver()
        assert len(house.receiver.got) == attempts, "not before its time"
        house.clock.advance(3)
    await house.deliver()

    delivery = await house.only()
    assert (delivery.status, delivery.attempts, delivery.next_attempt_at) == ("failed", 8, None)
    assert (delivery.response_status, delivery.response_body) == (503, "in a minute")
    assert delivery.error == "The answer was 503"
    seconds = [int(asked.headers["webhook-timestamp"]) for asked in house.receiver.got]
    assert len(seconds) == 8
    assert len({asked.headers["webhook-id"] for asked in house.receiver.got}) == 1
    assert seconds == sorted(set(seconds)), "each attempt is signed anew"
    house.clock.advance(10 * 86_400)
    await house.deliver()
    assert len(house.receiver.got) == 8


async def test_what_failed_once_is_delivered_as_soon_as_the_receiver_can(house: House) -> None:
    await house.subscribe()
    house.receiver.answers(500)
    await house.call_tools(1)
    await house.deliver()
    house.receiver.answers(202)
    house.clock.advance(RETRY_S[0])

    await house.deliver()

    delivery = await house.only()
    assert (delivery.status, delivery.attempts, delivery.response_status) == ("delivered", 2, 202)
    assert delivery.error is None


async def test_what_waits_for_its_next_attempt_holds_nothing_up_and_goes_first_when_it_is_due(
    house: House,
) -> None:
    await house.subscribe()
    house.receiver.answers(500)
    await house.call_tools(1)
    await house.deliver()
    house.receiver.answers(204)
    await house.call_tools(2)
    await house.deliver()
    assert house.numbers() == ["call-1", "call-2"]

    house.clock.advance(RETRY_S[0])
    await house.call_tools(3)
    await house.deliver()

    assert house.numbers() == ["call-1", "call-2", "call-1", "call-3"]


async def test_a_receiver_may_ask_for_time(house: House) -> None:
    await house.subscribe()
    house.receiver.answers(429, retry_after="300")
    await house.call_tools(1)

    await house.deliver()

    again_at = (await house.only()).next_attempt_at
    assert again_at is not None
    assert (again_at - house.clock()).total_seconds() == pytest.approx(300, abs=2)


async def test_a_receiver_that_does_not_answer_has_failed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("visavis.services.webhook_sender.ANSWER_S", 0.05)
    await house.subscribe()
    gate = house.receiver.hangs()
    await house.call_tools(1)

    await house.deliver()

    delivery = await house.only()
    assert (delivery.status, delivery.response_status) == ("waiting", None)
    assert delivery.error is not None
    assert delivery.error.startswith("No answer within")
    gate.set()


async def test_nobody_at_the_address_is_a_failure_that_is_named(house: House) -> None:
    await house.subscribe(url="http://127.0.0.1:1/hook")
    await house.call_tools(1)
    wing = replace(house.wing, outgoing=Outgoing(["127.0.0.1"]))

    await Courier(wing, house.clock).work_off()

    delivery = await house.only()
    assert (delivery.status, delivery.attempts, delivery.response_status) == ("waiting", 1, None)
    assert delivery.error
    await wing.outgoing.close()


async def test_redirects_are_not_followed(house: House) -> None:
    await house.subscribe()
    house.receiver.answers(307, location=house.receiver.web.url + "/elsewhere")
    await house.call_tools(1)

    await house.deliver()

    assert [asked.path for asked in house.receiver.web.asked] == ["/hook"]
    assert (await house.only()).error == "The answer was 307; redirects are not followed"


async def test_of_a_huge_answer_only_the_beginning_is_read_and_kept(house: House) -> None:
    await house.subscribe()
    house.receiver.answers(200, b"\0\xff thank you " + b"x" * 10_000_000)
    await house.call_tools(1)

    await house.deliver()

    delivery = await house.only()
    assert delivery.status == "delivered"
    assert delivery.response_body is not None
    assert delivery.response_body.startswith("\ufffd\ufffd thank you xxx")
    assert len(delivery.response_body) == 300


async def test_an_answer_that_breaks_off_was_an_answer(house: House) -> None:
    await house.subscribe()
    house.receiver.answers(200, b"5\r\nshort", transfer_encoding="chunked")
    await house.call_tools(1)

    await house.deliver()

    delivery = await house.only()
    assert (delivery.status, delivery.response_status, delivery.response_body) == ("delivered", 200, "short")


async def test_a_secret_that_cannot_be_read_here_is_named(house: House) -> None:
    webhook_id = await house.subscribe()
    async with house.wing.database.transaction() as session:
        (await session.get_one(Webhook, webhook_id)).sealed_secret = "sealed elsewhere"
    await house.call_tools(1)

    await house.deliver()

    assert (await house.only()).error == UNREADABLE_SECRET
    assert house.receiver.got == []


# where it must not go


@pytest.mark.parametrize("inside", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1"])
async def test_a_name_that_leads_inside_by_the_time_of_the_delivery_is_not_reached(
    house: House, inside: str
) -> None:
    leads_to = ["93.184.216.34"]

    async def lookup(host: str, port: int) -> Sequence[str]:
        return leads_to

    outgoing = Outgoing(transport=GuardedTransport(lookup=lookup))
    await outgoing.check("http://rebound.example/hook", "url")
    port = house.receiver.web.host.split(":")[1]
    await house.subscribe(url=f"http://rebound.example:{port}/hook")
    await house.call_tools(1)
    leads_to[:] = [inside]

    await Courier(replace(house.wing, outgoing=outgoing), house.clock).work_off()

    delivery = await house.only()
    assert (delivery.status, delivery.response_status) == ("waiting", None)
    assert "not a public address" in (delivery.error or "")
    assert house.receiver.web.asked == []
    await outgoing.close()


async def test_a_receiver_that_is_gone_is_not_asked_again(house: House) -> None:
    webhook_id = await house.subscribe()
    house.receiver.answers(410)
    await house.call_tools(1, 2)

    await house.deliver()
    await house.call_tools(3)
    house.clock.advance(10 * 86_400)
    await house.deliver()

    assert house.numbers() == ["call-1"]
    webhook = await house.webhook(webhook_id)
    assert (webhook.enabled, webhook.disabled_reason) == (False, RECEIVER_GONE)
    assert [(one.status, one.error) for one in await told(house.wing)] == [
        ("failed", "The answer was 410"),
        ("failed", DISABLED_FIRST),
    ]


async def test_what_waits_when_a_webhook_is_disabled_is_given_up(house: House) -> None:
    webhook_id = await house.subscribe()
    await house.call_tools(1)
    async with house.wing.database.transaction() as session:
        await disable(session, await session.get_one(Webhook, webhook_id))

    await house.deliver()

    assert house.receiver.got == []
    delivery = await house.only()
    assert (delivery.status, delivery.next_attempt_at, delivery.error) == ("failed", None, DISABLED_FIRST)


async def test_what_was_told_while_a_webhook_was_being_disabled_is_given_up(house: House) -> None:
    webhook_id = await house.subscribe()
    await house.call_tools(1)
    async with house.wing.database.transaction() as session:
        (await session.get_one(Webhook, webhook_id)).enabled = False  # and not what waits, as in a race

    await house.deliver()

    assert house.receiver.got == []
    assert (await house.only()).status == "failed"


@pytest.mark.parametrize("what", ["disabled", "deleted"])
async def test_a_webhook_that_goes_during_an_attempt_is_not_tried_again(house: House, what: str) -> None:
    webhook = await house.webhook(await house.subscribe())
    house.receiver.answers(500)
    gate = house.receiver.hangs()
    await house.call_tools(1)

    async with at_work(house.courier):
        await eventually(lambda: len(house.receiver.got) == 1)
        async with house.wing.database.transaction() as session:
            if what == "deleted":
                await delete_webhook(session, webhook.organization_id, webhook.id)
            else:
                await disable(session, await session.get_one(Webhook, webhook.id))
        gate.set()
        async with asyncio.timeout(20):
            while any(one.attempts == 0 for one in await told(house.wing)):
                await asyncio.sleep(0.01)

    left = [(one.status, one.next_attempt_at) for one in await told(house.wing)]
    assert left == ([] if what == "deleted" else [("failed", None)])
    house.clock.advance(10 * 86_400)
    await house.deliver()
    assert len(house.receiver.got) == 1


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
        house.wing.deliveries_added.set()
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
            house.wing.deliveries_added.set()
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
from tests.services.test_webhook_events import begin, called, ended, report, started, subscribe
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
