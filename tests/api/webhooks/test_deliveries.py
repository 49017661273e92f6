"""Events on their way from an engine's report to a receiver, and the log of them"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from tests.api.knowing import add, new_group
from tests.api.reporters import SESSION, Reporter, reporting
from tests.api.servers import Server, serving
from tests.api.webhooks.requests import create, deliveries, ping, settled, update
from tests.receivers import Clock, Receiver, expected_signature, signatures
from tests.services.happenings import called, ended, started

from visavis.services.courier import Courier

MILLISECOND = timedelta(milliseconds=1)
"""Times are shown so exactly; what is shown is a little early."""


async def test_what_an_engine_reports_reaches_the_receiver_once_however_often_it_reports(
    reporter: Reporter, receiver: Receiver
) -> None:
    made = await create(reporter.client, receiver.url)
    events = (started(SESSION), called(SESSION, 2), ended(SESSION, 3))

    assert await reporter.report(*events) == 204
    assert await reporter.report(*events) == 204
    log = await settled(reporter.client, made, 3)
    assert await reporter.report(*events) == 204
    await ping(reporter.client, made)

    assert receiver.types == ["session.started", "tool.called", "session.ended", "ping"]
    assert {event["data"]["sessionId"] for event in receiver.events[:3]} == {SESSION}
    for asked in receiver.got:
        assert signatures(asked) == [expected_signature(made["secret"], asked)]
    assert [one["event"] for one in log] == ["session.ended", "tool.called", "session.started"]
    assert [one["payload"] for one in reversed(log)] == receiver.events[:3]
    shown = (await reporter.client.get(f"/v1/sessions/{SESSION}")).json()
    assert [call["toolCallId"] for call in shown["toolCalls"]] == ["call-2"]


async def test_documents_are_told_of(near: Server, receiver: Receiver) -> None:
    made = await create(near.client, receiver.url, events=["document.ready"])
    group = await new_group(near)

    document = await add(near, group, "plans.txt", "Giraffes.")
    await settled(near.client, made, 1)

    [event] = receiver.events
    assert (event["type"], event["data"]["documentId"]) == ("document.ready", document["id"])
    assert event["data"]["knowledgeFolderId"] == group


async def test_a_webhook_is_not_told_of_what_happened_before_it_was_made_or_while_it_was_disabled(
    reporter: Reporter, receiver: Receiver
) -> None:
    await reporter.report(started(SESSION))
    made = await create(reporter.client, receiver.url)
    await update(reporter.client, made, enabled=False)
    await reporter.report(called(SESSION, 2))
    await update(reporter.client, made, enabled=True)
    await reporter.report(ended(SESSION, 3))

    await settled(reporter.client, made, 1)

    assert receiver.types == ["session.ended"]


async def test_the_whole_life_of_a_delivery_is_in_the_log(
    data_dir: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr("visavis.api.app.Courier", lambda wing: Courier(wing, clock, chance=lambda: 0.0))
    receiver.answers(503, b"later")
    async with reporting(data_dir, allowed_hosts=receiver.web.host) as reporter:
        client = reporter.client
        made = await create(client, receiver.url)
        await reporter.report(started(SESSION))
        [failed] = await settled(client, made, 1)
        assert (failed["status"], failed["responseStatus"], failed["responseBody"]) == (
            "waiting",
            503,
            "later",
        )
        again_at = datetime.fromisoformat(failed["nextAttemptAt"])
        assert again_at - clock() == pytest.approx(timedelta(seconds=5), abs=MILLISECOND)

        clock.advance(5)
        reporter.wing.deliveries_added.ring()
        [failed] = await settled(client, made, 2)
        again_at = datetime.fromisoformat(failed["nextAttemptAt"])
        assert again_at - clock() == pytest.approx(timedelta(seconds=30), abs=MILLISECOND)

        receiver.answers(204)
        clock.advance(30)
        reporter.wing.deliveries_added.ring()
        [delivered] = await settled(client, made, 3)

    assert (delivered["status"], delivered["attempts"], delivered["nextAttemptAt"]) == ("delivered", 3, None)
    assert delivered["id"] == failed["id"]
    assert len({asked.headers["webhook-id"] for asked in receiver.got}) == 1


async def test_a_delivery_can_be_begun_anew(reporter: Reporter, receiver: Receiver) -> None:
    made = await create(reporter.client, receiver.url)
    await reporter.report(started(SESSION))
    [first] = await settled(reporter.client, made, 1)
    redeliver = f"/v1/webhooks/{made['id']}/deliveries/{first['id']}/redeliver"

    reply = await reporter.client.post(redeliver)

    assert reply.status_code == 202
    assert (reply.json()["status"], reply.json()["attempts"]) == ("waiting", 0)
    [again] = await settled(reporter.client, made, 1)
    assert (again["id"], again["status"], again["attempts"]) == (first["id"], "delivered", 1)
    assert [asked.headers["webhook-id"] for asked in receiver.got] == [first["eventId"]] * 2
    unknown = f"/v1/webhooks/{made['id']}/deliveries/{uuid4()}/redeliver"
    assert (await reporter.client.post(unknown)).status_code == 404
    await update(reporter.client, made, enabled=False)
    refused = await reporter.client.post(redeliver)
    assert (refused.status_code, refused.json()["error"]) == (409, "Conflict")


async def test_what_waited_at_a_stop_is_sent_after_the_restart(data_dir: Path, receiver: Receiver) -> None:
    gate = receiver.hangs()
    async with reporting(data_dir, allowed_hosts=receiver.web.host) as reporter:
        made = await create(reporter.client, receiver.url)
        await reporter.report(started(SESSION), ended(SESSION, 2))
    gate.set()
    receiver.web.asked.clear()
    receiver.answers(204)
    async with serving(data_dir, allowed_hosts=receiver.web.host) as server:
        await settled(server.client, made, 2)

    assert receiver.types == ["session.started", "session.ended"]


async def test_the_log_comes_in_pages(near: Server, receiver: Receiver) -> None:
    made = await create(near.client, receiver.url)
    pings = [(await ping(near.client, made))["id"] for _ in range(3)]

    assert [one["id"] for one in await deliveries(near.client, made)] == pings[::-1]
    assert [one["id"] for one in await deliveries(near.client, made, perPage=2, page=2)] == pings[:1]
