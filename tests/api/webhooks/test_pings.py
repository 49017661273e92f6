"""Webhooks that are tested, and the secrets that sign"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.api.servers import Server, serving
from tests.api.webhooks.requests import FIELDS, create, deliveries, ping, read, update
from tests.receivers import Receiver, expected_signature, signatures

from visavis.services.webhook_deliveries import RECEIVER_GONE

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


async def test_a_host_that_is_no_longer_allowed_is_not_reached(data_dir: Path, receiver: Receiver) -> None:
    async with serving(data_dir, allowed_hosts=receiver.web.host) as server:
        made = await create(server.client, receiver.url)
    async with serving(data_dir) as server:
        delivery = await ping(server.client, made)

    assert (delivery["status"], delivery["responseStatus"]) == ("failed", None)
    assert "VISAVIS_ALLOWED_HOSTS" in delivery["error"]
    assert receiver.got == []
