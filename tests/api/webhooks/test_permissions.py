"""Whose webhooks they are, and which keys may touch them"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import httpx
import pytest
from tests.api.servers import KEY, Server, bearer
from tests.api.webhooks.requests import PUBLIC, create, ping
from tests.receivers import Receiver

from visavis.services.permissions import LACKING

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
