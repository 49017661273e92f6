"""/v1/webhooks"""

from __future__ import annotations

import asyncio
from base64 import b64decode
from typing import Any

import pytest
from tests.api.servers import Server, bearer
from tests.api.webhooks.requests import FIELDS, PUBLIC, create, ping, read, update
from tests.databases import only_sqlite
from tests.receivers import Receiver

from visavis.services.webhooks import MOST_WEBHOOKS
from visavis.store.webhooks import Webhook

EVENT_TYPES = ["document.failed", "document.ready", "session.ended", "session.started", "tool.called"]


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
