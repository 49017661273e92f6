"""/v1/webhooks, and events on their way from an engine's report to a receiver"""

from __future__ import annotations

import asyncio
from base64 import b64decode
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from tests.api.knowing import add, new_group
from tests.api.reporters import SESSION, Reporter, reporting
from tests.api.servers import KEY, Server, bearer, serving
from tests.databases import only_sqlite
from tests.receivers import Clock, Receiver, expected_signature, receiving, signatures
from tests.services.happenings import called, ended, started

from visavis.services.courier import Courier
from visavis.services.permissions import LACKING
from visavis.services.webhook_deliveries import RECEIVER_GONE
from visavis.services.webhooks import MOST_WEBHOOKS
from visavis.store.webhooks import Webhook

PUBLIC = "https://93.184.216.34/hook"
"""Nothing is ever sent there."""
FIELDS = {
    *("id", "url", "description", "events", "enabled", "disabledReason", "oldSecretExpiresAt"),
    *("createdAt", "updatedAt"),
}
MILLISECOND = timedelta(milliseconds=1)
"""Times are shown so exactly; what is shown is a little early."""
EVENT_TYPES = ["document.failed", "document.ready", "session.ended", "session.started", "tool.called"]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as running:
        yield running


@pytest.fixture
async def near(data_dir: Path, receiver: Receiver) -> AsyncIterator[Server]:
    """A server that may reach the receiver."""
    async with serving(data_dir, allowed_hosts=receiver.web.host) as running:
        yield running


@pytest.fixture
async def reporter(data_dir: Path, receiver: Receiver) -> AsyncIterator[Reporter]:
    async with reporting(data_dir, allowed_hosts=receiver.web.host) as running:
        yield running


async def create(client: httpx.AsyncClient, url: str = PUBLIC, **fields: Any) -> dict[str, Any]:
    reply = await client.post("/v1/webhooks", json={"url": url} | fields)
    assert reply.status_code == 201, reply.text
    webhook: dict[str, Any] = reply.json()
    return webhook


async def update(client: httpx.AsyncClient, webhook: dict[str, Any], **fields: Any) -> dict[str, Any]:
    reply = await client.put(f"/v1/webhooks/{webhook['id']}", json=fields)
    assert reply.status_code == 200, reply.text
    changed: dict[str, Any] = reply.json()
    return changed


async def read(client: httpx.AsyncClient, webhook: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = (await client.get(f"/v1/webhooks/{webhook['id']}")).json()
    return answer


async def deliveries(
    client: httpx.AsyncClient, webhook: dict[str, Any], **query: Any
) -> list[dict[str, Any]]:
    reply = await client.get(f"/v1/webhooks/{webhook['id']}/deliveries", params=query)
    assert reply.status_code == 200, reply.text
    found: list[dict[str, Any]] = reply.json()["data"]
    return found


async def settled(client: httpx.AsyncClient, webhook: dict[str, Any], attempts: int) -> list[dict[str, Any]]:
    """The log, once so many attempts are in it."""
    async with asyncio.timeout(20):
        while True:
            log = await deliveries(client, webhook)
            if sum(one["attempts"] for one in log) >= attempts:
                return log
            await asyncio.sleep(0.01)


async def ping(client: httpx.AsyncClient, webhook: dict[str, Any]) -> dict[str, Any]:
    reply = await client.post(f"/v1/webhooks/{webhook['id']}/test")
    assert reply.status_code == 200, reply.text
    delivery: dict[str, Any] = reply.json()
    return delivery


# made, read, changed, deleted


async def test_a_webhook_shows_its_secret_once(server: Server) -> None:
    made = await create(server.client, description="Our CRM", events=["session.ended", "tool.called"])

    assert set(made) == FIELDS | {"secret"}
    assert made["secret"].startswith("whsec_")
    assert len(b64decode(made["secret"].removeprefix("whsec_"))) == 32
    shown = {name: value for name, value in made.items() if name != "secret"}
    assert (shown["url"], shown["description"]) == (PUBLIC, "Our CRM")
    assert (shown["events"], shown["enabled"]) == (["session.ended", "tool.called"], True)
    assert await read(server.client, made) == shown
    listed = await server.client.get("/v1/webhooks")
    assert listed.json()["data"] == [shown]
    assert "whsec_" not in listed.text


@only_sqlite  # whose file is searched
async def test_a_secret_is_stored_sealed(server: Server) -> None:
    made = await create(server.client)

    async with server.wing.database.transaction() as session:
        row = await session.get_one(Webhook, made["id"])
    assert server.wing.keyring.unseal(row.sealed_secret) == made["secret"]
    stored = b"".join(path.read_bytes() for path in server.wing.settings.data_dir.glob("visavis.db*"))
    assert PUBLIC.encode() in stored
    assert made["secret"].encode() not in stored


@pytest.mark.parametrize(
    ("events", "stored"),
    [
        (None, ["*"]),
        ("*", ["*"]),
        (["*"], ["*"]),
        (["tool.called", "*"], ["*"]),
        (["tool.called", "document.ready", "tool.called"], ["document.ready", "tool.called"]),
        (EVENT_TYPES, EVENT_TYPES),
    ],
)
async def test_events_are_a_list_of_types_or_all(server: Server, events: Any, stored: list[str]) -> None:
    made = await create(server.client, **({} if events is None else {"events": events}))

    assert made["events"] == stored


@pytest.mark.parametrize("verb", ["POST", "PUT"])
@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"url": ""}, "url"),
        ({"url": "receiver.example"}, "url"),
        ({"url": "ftp://receiver.example/"}, "url"),
        ({"url": "https://me:word@receiver.example/"}, "url"),
        ({"url": "https://receiver.example/" + "x" * 2000}, "url"),
        ({"url": "http://127.0.0.1/hook"}, "url"),
        ({"url": "http://169.254.169.254/latest"}, "url"),
        ({"url": "http://[::1]/hook"}, "url"),
        ({"url": None}, "url"),
        ({"events": []}, "events"),
        ({"events": ["session.began"]}, "events.0"),
        ({"events": ["ping"]}, "events.0"),
        ({"events": "tool.called"}, "events"),
        ({"events": None}, "events"),
        ({"enabled": "yes"}, "enabled"),
        ({"description": "x" * 1001}, "description"),
        ({"secret": "whsec_mine"}, "secret"),
    ],
)
async def test_what_cannot_be_is_400_and_named(
    server: Server, verb: str, fields: dict[str, Any], path: str
) -> None:
    made = await create(server.client)
    url, body = ("/v1/webhooks", {"url": PUBLIC}) if verb == "POST" else (f"/v1/webhooks/{made['id']}", {})

    reply = await server.client.request(verb, url, json=body | fields)

    assert reply.status_code == 400, reply.text
    assert reply.json()["details"][0]["path"].startswith(path)
    assert len((await server.client.get("/v1/webhooks")).json()["data"]) == 1


async def test_an_update_changes_what_it_names_and_nothing_else(server: Server) -> None:
    made = await create(server.client, description="Our CRM", events=["tool.called"])
    shown = await read(server.client, made)

    changed = await update(server.client, made, events="*")
    assert changed == shown | {"events": ["*"], "updatedAt": changed["updatedAt"]}
    changed = await update(server.client, made, description=None, enabled=False, url=PUBLIC + "/2")
    assert (changed["description"], changed["enabled"], changed["url"]) == (None, False, PUBLIC + "/2")
    assert await read(server.client, made) == changed


async def test_webhooks_are_listed_the_newest_first_in_pages(server: Server) -> None:
    made = [await create(server.client) for _ in range(3)]

    reply = await server.client.get("/v1/webhooks", params={"perPage": 2, "page": 2})

    assert [one["id"] for one in reply.json()["data"]] == [made[0]["id"]]
    assert reply.json()["meta"]["total"] == 3


async def test_a_deleted_webhook_is_gone_with_its_log(near: Server, receiver: Receiver) -> None:
    made = await create(near.client, receiver.url)
    await ping(near.client, made)

    reply = await near.client.delete(f"/v1/webhooks/{made['id']}")

    assert (reply.status_code, reply.json()) == (200, {"message": "Webhook deleted"})
    assert (await near.client.get(f"/v1/webhooks/{made['id']}/deliveries")).status_code == 404
    assert (await near.client.delete(f"/v1/webhooks/{made['id']}")).status_code == 404


async def test_an_organization_has_no_more_than_its_limit_also_at_once(server: Server) -> None:
    async def one() -> int:
        return (await server.client.post("/v1/webhooks", json={"url": PUBLIC})).status_code

    statuses = await asyncio.gather(*(one() for _ in range(MOST_WEBHOOKS + 3)))

    assert sorted(statuses) == [201] * MOST_WEBHOOKS + [409] * 3
    theirs = bearer(await server.key_of_another_organization())
    reply = await server.client.post("/v1/webhooks", json={"url": PUBLIC}, headers=theirs)
    assert reply.status_code == 201


# who may


OPERATIONS = [
    ("GET", "/v1/webhooks/{webhook}", "read"),
    ("PUT", "/v1/webhooks/{webhook}", "update"),
    ("DELETE", "/v1/webhooks/{webhook}", "delete"),
    ("POST", "/v1/webhooks/{webhook}/test", "update"),
    ("POST", "/v1/webhooks/{webhook}/rotate-secret", "update"),
    ("GET", "/v1/webhooks/{webhook}/deliveries", "read"),
    ("POST", "/v1/webhooks/{webhook}/deliveries/{delivery}/redeliver", "update"),
]


async def test_webhooks_that_are_not_there_or_not_ours_are_404(near: Server, receiver: Receiver) -> None:
    made = await create(near.client, receiver.url)
    delivery = (await ping(near.client, made))["id"]
    theirs = await near.key_of_another_organization()
    their_webhook = (
        await near.client.post("/v1/webhooks", json={"url": receiver.url}, headers=bearer(theirs))
    ).json()["id"]

    async def status(verb: str, path: str, webhook: Any, key: str = KEY) -> int:
        url, body = path.format(webhook=webhook, delivery=delivery), {} if verb == "PUT" else None
        return (await near.client.request(verb, url, json=body, headers=bearer(key))).status_code

    for verb, path, _ in OPERATIONS:
        assert await status(verb, path, made["id"], theirs) == 404
        assert await status(verb, path, uuid4()) == 404
        assert await status(verb, path, "not-an-id") == 400
        assert await status(verb, path, made["id"], "wrong") == 401
    redeliver = "/v1/webhooks/{webhook}/deliveries/{delivery}/redeliver"
    assert await status("POST", redeliver, their_webhook, theirs) == 404, "a delivery of another webhook"
    assert (await near.client.get("/v1/webhooks", headers=bearer(theirs))).json()["meta"]["total"] == 1
    assert receiver.types == ["ping"]


@pytest.mark.parametrize(
    ("verb", "path", "action"),
    [*OPERATIONS, ("GET", "/v1/webhooks", "read"), ("POST", "/v1/webhooks", "create")],
)
async def test_each_operation_needs_its_permission(server: Server, verb: str, path: str, action: str) -> None:
    made = await create(server.client)

    async def answer(*permissions: str) -> httpx.Response:
        wanted = {"name": "x", "permissions": list(permissions)}
        key = (await server.client.post("/v1/api-keys", json=wanted)).json()["key"]
        url = path.format(webhook=made["id"], delivery=uuid4())
        body = {"url": PUBLIC} if verb in ("POST", "PUT") else None
        return await server.client.request(verb, url, json=body, headers=bearer(key))

    others = {f"webhooks:{one}" for one in ("read", "create", "update", "delete")} - {f"webhooks:{action}"}
    refused = await answer(*others)
    assert (refused.status_code, refused.json()["message"]) == (403, LACKING)
    if not path.endswith("/test"):  # nobody is there to be pinged
        assert (await answer(f"webhooks:{action}")).status_code != 403


# tested


async def test_a_ping_says_what_came_of_it(near: Server, receiver: Receiver) -> None:
    made = await create(near.client, receiver.url, events=["tool.called"])
    receiver.answers(200, b"pong")

    delivery = await ping(near.client, made)

    [asked] = receiver.got
    assert signatures(asked) == [expected_signature(made["secret"], asked)]
    [event] = receiver.events
    assert event == delivery["payload"]
    assert (event["type"], event["data"]) == ("ping", {"webhookId": made["id"]})
    assert (delivery["event"], delivery["status"], delivery["attempts"]) == ("ping", "delivered", 1)
    assert (delivery["responseStatus"], delivery["responseBody"]) == (200, "pong")
    assert (delivery["error"], delivery["nextAttemptAt"]) == (None, None)
    assert delivery["eventId"] == event["id"] == asked.headers["webhook-id"]
    assert isinstance(delivery["durationMs"], int)
    assert await deliveries(near.client, made) == [delivery]


async def test_a_ping_that_fails_is_not_tried_again(near: Server, receiver: Receiver) -> None:
    made = await create(near.client, receiver.url)
    receiver.answers(500, b"broken")

    delivery = await ping(near.client, made)

    assert (delivery["status"], delivery["nextAttemptAt"]) == ("failed", None)
    assert (delivery["error"], delivery["responseBody"]) == ("The answer was 500", "broken")


async def test_a_disabled_webhook_can_be_tested_before_it_is_enabled(
    near: Server, receiver: Receiver
) -> None:
    made = await create(near.client, receiver.url, enabled=False)

    assert (await ping(near.client, made))["status"] == "delivered"
    assert not (await read(near.client, made))["enabled"]


async def test_a_receiver_that_says_it_is_gone_disables_its_webhook_until_it_is_enabled(
    near: Server, receiver: Receiver
) -> None:
    made = await create(near.client, receiver.url)
    receiver.answers(410)
    await ping(near.client, made)

    disabled = await read(near.client, made)
    assert (disabled["enabled"], disabled["disabledReason"]) == (False, RECEIVER_GONE)
    renamed = await update(near.client, made, description="Old")
    assert renamed["disabledReason"] == RECEIVER_GONE
    enabled = await update(near.client, made, enabled=True)
    assert (enabled["enabled"], enabled["disabledReason"]) == (True, None)


# the secret


async def test_a_rotation_shows_a_new_secret_and_both_sign(near: Server, receiver: Receiver) -> None:
    made = await create(near.client, receiver.url)

    reply = await near.client.post(f"/v1/webhooks/{made['id']}/rotate-secret")

    assert reply.status_code == 200
    rotated = reply.json()
    assert set(rotated) == FIELDS | {"secret"}
    assert rotated["secret"] != made["secret"]
    left = datetime.fromisoformat(rotated["oldSecretExpiresAt"]) - datetime.now(UTC)
    assert left == pytest.approx(timedelta(hours=24), abs=timedelta(minutes=1))
    await ping(near.client, made)
    [asked] = receiver.got
    assert signatures(asked) == [
        expected_signature(rotated["secret"], asked),
        expected_signature(made["secret"], asked),
    ]
    assert "whsec_" not in (await near.client.get("/v1/webhooks")).text


# events of engines


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
        reporter.wing.deliveries_added.set()
        [failed] = await settled(client, made, 2)
        again_at = datetime.fromisoformat(failed["nextAttemptAt"])
        assert again_at - clock() == pytest.approx(timedelta(seconds=30), abs=MILLISECOND)

        receiver.answers(204)
        clock.advance(30)
        reporter.wing.deliveries_added.set()
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


async def test_a_host_that_is_no_longer_allowed_is_not_reached(data_dir: Path, receiver: Receiver) -> None:
    async with serving(data_dir, allowed_hosts=receiver.web.host) as server:
        made = await create(server.client, receiver.url)
    async with serving(data_dir) as server:
        delivery = await ping(server.client, made)

    assert (delivery["status"], delivery["responseStatus"]) == ("failed", None)
    assert "VISAVIS_ALLOWED_HOSTS" in delivery["error"]
    assert receiver.got == []
