"""Deliveries that fail: again at their times, given up, and never where they must not go."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.receivers import receiving
from tests.services.engine_pools import eventually
from tests.services.happenings import begin, told
from tests.services.houses import House, at_home, at_work

from visavis.guarded_http import GuardedTransport
from visavis.services.courier import Courier
from visavis.services.outgoing import Outgoing
from visavis.services.webhook_deliveries import DISABLED_FIRST, RECEIVER_GONE, UNREADABLE_SECRET, disable
from visavis.services.webhook_retries import RETRY_S
from visavis.services.webhooks import delete_webhook
from visavis.store.webhooks import Webhook


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with receiving() as receiver, at_home(tmp_path, receiver) as opened:
        await begin(opened.wing)
        yield opened


# when it fails


async def test_a_failed_delivery_is_tried_again_at_its_times_and_then_given_up(house: House) -> None:
    await house.subscribe()
    house.receiver.answers(503, b"in a minute")
    await house.call_tools(1)
    for pause_s in RETRY_S:
        await house.deliver()
        delivery = await house.only()
        assert delivery.status == "waiting"
        assert delivery.next_attempt_at == house.clock() + timedelta(seconds=pause_s)
        house.clock.advance(pause_s - 1)
        attempts = len(house.receiver.got)
        await house.deliver()
        assert len(house.receiver.got) == attempts, "not before its time"
        house.clock.advance(1)
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

    assert (await house.only()).next_attempt_at == house.clock() + timedelta(seconds=300)


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
