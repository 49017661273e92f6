"""Nobody reaches what is another's, shown for every operation of our contract."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from tests.api.belongings import belongings, everything
from tests.api.operations import (
    DEAF,
    NAMES_NOTHING,
    NUMBERED,
    OPERATIONS,
    PUBLIC,
    WORDS,
    Reference,
    Rows,
    kinds_in,
)
from tests.api.servers import KEY, Server, bearer, serving

from visavis.api.permissions import needed_for
from visavis.services.permissions import LACKING, PERMISSIONS

CHANGING_NOTHING = {("POST", "/v1/voices/{id}/speak")}
"""POSTs about a row that leave it as it is."""
STOCK = {
    "persona": "5a7c1e20-9d0b-4f6e-8a41-c0ffee000001",
    "avatar": "30fa96d0-26c4-4e55-94a0-517025942e18",
    "voice": "b3b1f0de-6a53-4a3c-8c3e-2f6b7d1c5e02",
    "llm": "a7cf662c-2ace-4de1-a21e-ef0fbf144bb7",
    "tool": "70015000-9d0b-4f6e-8a41-c0ffee000001",
}
REFERENCE = re.compile(r"(Id|Ids|Key|^id|^knowledge)$")
"""How names of fields end that name rows."""
FILTERS = {"personaId": "persona", "apiKeyId": "key", "voiceId": "voice", "llmId": "llm"}
"""Parameters of queries that name rows."""


@pytest.fixture
async def server(data_dir: Path) -> AsyncIterator[Server]:
    async with serving(data_dir, max_concurrent_sessions=10_000, allowed_hosts=(DEAF,)) as running:
        yield running


@pytest.fixture
async def rows(server: Server) -> Rows:
    return await belongings(server)


@pytest.fixture
async def stranger(server: Server) -> str:
    """An API key of another organization, which may do everything there."""
    return await server.key_of_another_organization()


async def contract(server: Server) -> dict[str, Any]:
    document: dict[str, Any] = (await server.client.get("/swagger.json")).json()
    return document


def operations_of(document: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (verb.upper(), path): operation
        for path, verbs in document["paths"].items()
        for verb, operation in verbs.items()
    }


async def send(
    server: Server,
    key: str | None,
    where: tuple[str, str],
    rows: Rows,
    body: dict[str, Any] | None = None,
) -> httpx.Response:
    verb, path = where
    operation = OPERATIONS[where]
    headers = {"authorization": ""} if key is None else bearer(key)
    sent = operation.body if body is None else body
    return await server.client.request(
        verb, operation.path(path, rows), params=operation.query(rows), json=sent, headers=headers
    )


def names_a_row(path: str) -> bool:
    return bool(set(kinds_in(path).values()) - WORDS)


async def test_every_operation_is_covered_and_none_besides(server: Server) -> None:
    served = operations_of(await contract(server))

    assert set(served) == set(OPERATIONS) | set(PUBLIC)
    assert {where for where, one in served.items() if "security" not in one} == set(PUBLIC)
    for _, path in served:
        assert kinds_in(path).keys() == set(re.findall(r"{(\w+)", path))


async def test_every_field_that_names_a_row_is_covered(server: Server) -> None:
    document = await contract(server)

    for where, served in operations_of(document).items():
        if where in PUBLIC:
            continue
        fields = {name for name in _fields(served.get("requestBody", {}), document) if REFERENCE.search(name)}
        covered = {reference.field for reference in OPERATIONS[where].references}
        assert fields - NAMES_NOTHING <= covered, where
        queried = {one["name"] for one in served.get("parameters", []) if one["in"] == "query"}
        assert {name for name in queried if REFERENCE.search(name)} <= {*FILTERS, "organizationId"}, where


def _fields(schema: Any, document: dict[str, Any], seen: tuple[str, ...] = ()) -> Iterator[str]:
    """The names of all properties, all the way down."""
    if isinstance(schema, list):
        for one in schema:
            yield from _fields(one, document, seen)
    elif isinstance(schema, dict):
        reference = schema.get("$ref")
        if isinstance(reference, str) and reference not in seen:
            target = document["components"]["schemas"][reference.rsplit("/", 1)[-1]]
            yield from _fields(target, document, (*seen, reference))
        if isinstance(schema.get("properties"), dict):
            yield from schema["properties"]
        for one in schema.values():
            yield from _fields(one, document, seen)


# another organization


async def test_a_strangers_key_finds_no_row_by_its_address(server: Server, rows: Rows, stranger: str) -> None:
    theirs = (await server.client.get("/v1/organization", headers=bearer(stranger))).json()["id"]
    before = await everything(server, besides=theirs)

    for where in OPERATIONS:
        if names_a_row(where[1]):
            reply = await send(server, stranger, where, rows)
            assert (reply.status_code, reply.json()["error"]) == (404, "Not found"), (where, reply.text)

    assert await everything(server, besides=theirs) == before
    for session, _ in server.placement.ended:
        assert session not in rows.values()


async def test_a_row_of_others_in_a_body_is_as_unknown_as_none(
    server: Server, rows: Rows, stranger: str
) -> None:
    theirs = (await server.client.get("/v1/organization", headers=bearer(stranger))).json()["id"]
    own = rows | await _own_rows(server, stranger)
    before = await everything(server, besides=theirs)

    for where, operation in OPERATIONS.items():
        for reference in operation.references:
            of_others, of_nobody = rows[reference.kind], _unknown(reference)
            refused = await send(server, stranger, where, own, reference.body(of_others))
            unknown = await send(server, stranger, where, own, reference.body(of_nobody))
            assert refused.status_code in (400, 403, 404), (where, reference.field, refused.text)
            same = refused.text.replace(of_others, of_nobody)
            assert (unknown.status_code, unknown.text) == (refused.status_code, same), where

    assert await everything(server, besides=theirs) == before
    assert [spec for spec in server.placement.placed if spec.organization_id == theirs] == []


async def _own_rows(server: Server, key: str) -> Rows:
    """What the stranger changes, so that only the reference can be wrong."""
    persona = await server.client.post("/v1/personas", json={}, headers=bearer(key))
    tool = {"name": "mine", "description": "Mine.", "type": "CLIENT"}
    made = await server.client.post("/v1/tools", json=tool, headers=bearer(key))
    return {"persona": persona.json()["id"], "tool": made.json()["id"]}


def _unknown(reference: Reference) -> str:
    return f"voices/{uuid4()}" if reference.kind == "recording" else str(uuid4())


async def test_the_owner_may_name_each_of_these_rows(server: Server, rows: Rows) -> None:
    """Else the walk above would show nothing."""
    for where, operation in OPERATIONS.items():
        for reference in operation.references:
            reply = await send(server, KEY, where, rows, reference.body(rows[reference.kind]))
            assert reply.status_code not in (403, 404), (where, reference.field, reply.text)
            assert "There is no" not in reply.text, (where, reference.field)


async def test_no_list_shows_a_row_of_others(server: Server, rows: Rows, stranger: str) -> None:
    named = {kind: id for kind, id in rows.items() if kind not in NUMBERED | WORDS}
    queries = [{}, {"perPage": "100"}, {"search": "ours"}, *({name: rows[FILTERS[name]]} for name in FILTERS)]
    for verb, path in OPERATIONS:
        if verb != "GET" or names_a_row(path):
            continue
        for query in queries:
            reply = await server.client.get(path, params=query, headers=bearer(stranger))
            assert reply.status_code == 200, (path, query, reply.text)
            seen = {kind for kind, id in named.items() if id in reply.text and id not in query.values()}
            assert seen == set(), (path, query)


async def test_no_other_organization_can_be_asked_for(server: Server, stranger: str) -> None:
    ours = (await server.client.get("/v1/organization")).json()["id"]

    for (verb, path), served in operations_of(await contract(server)).items():
        if "organizationId" in {one["name"] for one in served.get("parameters", [])}:
            reply = await server.client.request(
                verb, path, params={"organizationId": ours}, headers=bearer(stranger)
            )
            assert reply.status_code == 403, path


async def test_a_signed_address_opens_one_object_with_one_verb(server: Server, rows: Rows) -> None:
    ours = (await server.client.get(f"/v1/knowledge/documents/{rows['document']}")).json()["fileUrl"]
    others = await belongings(server)
    other = (await server.client.get(f"/v1/knowledge/documents/{others['document']}")).json()["fileUrl"]
    nobody = {"authorization": "", "content-type": "text/plain"}

    assert (await server.client.get(ours, headers=nobody)).status_code == 200
    assert (await server.client.put(ours, content=b"x", headers=nobody)).status_code == 403
    swapped = other.split("?")[0] + "?" + ours.split("?")[1]
    assert (await server.client.get(swapped, headers=nobody)).status_code == 403
    assert (await server.client.get(swapped)).status_code == 403, "a key opens no more"


# what belongs to everybody


async def test_stock_rows_can_be_seen_and_not_changed(server: Server, rows: Rows, stranger: str) -> None:
    before = await everything(server, besides="nobody")

    for where in OPERATIONS:
        verb, path = where
        kinds = set(kinds_in(path).values())
        if not kinds or not kinds <= set(STOCK):
            continue
        for key in (KEY, stranger):
            reply = await send(server, key, where, rows | STOCK)
            looks = verb == "GET" or where in CHANGING_NOTHING
            assert reply.status_code == (200 if looks else 403), (where, reply.content)

    assert await everything(server, besides="nobody") == before


# permissions and credentials


async def key_with(server: Server, permissions: set[str]) -> str:
    reply = await server.client.post("/v1/api-keys", json={"name": "x", "permissions": sorted(permissions)})
    return str(reply.json()["key"])


async def test_an_operation_needs_its_permission_and_no_other(server: Server, rows: Rows) -> None:
    for where, operation in OPERATIONS.items():
        needed = needed_for(*where)
        lacking = await key_with(server, set(PERMISSIONS) - {needed})
        sufficient = await key_with(server, {needed})

        refused = await send(server, lacking, where, rows)
        assert (refused.status_code, refused.json()["message"]) == (403, LACKING), where
        reply = await send(server, sufficient, where, rows)
        assert reply.status_code == operation.ok, (where, reply.text)
        if uses_up(where):
            rows = await belongings(server)


def uses_up(where: tuple[str, str]) -> bool:
    """Whether it can be done only once with the same rows."""
    return where[0] == "DELETE" or bool(OPERATIONS[where].kinds)


@pytest.mark.parametrize("credential", [None, "wrong", "vv_", "a.b.c", "undefined"])
async def test_nothing_works_without_a_credential_that_we_gave_out(
    server: Server, rows: Rows, credential: str | None
) -> None:
    before = await everything(server, besides="nobody")

    for where in OPERATIONS:
        reply = await send(server, credential, where, rows)
        assert (reply.status_code, reply.json()["error"]) == (401, "Unauthorized"), (where, reply.text)

    assert await everything(server, besides="nobody") == before


async def test_a_session_token_is_no_api_key(server: Server, rows: Rows) -> None:
    token = await server.token()

    for where in OPERATIONS:
        if where != ("POST", "/v1/engine/session"):
            assert (await send(server, token, where, rows)).status_code == 401, where
    assert (await send(server, token, ("POST", "/v1/engine/session"), rows)).status_code == 200


async def test_an_api_key_is_no_link_and_no_signature(server: Server, rows: Rows) -> None:
    assert (await server.client.post(f"/share/{KEY}/session-token")).status_code == 404
    path = f"/v1/blobs/{rows['recording']}"
    assert (await server.client.get(path)).status_code == 400
    signed = {"expires": 4_000_000_000, "signature": KEY}
    assert (await server.client.get(path, params=signed)).status_code == 403
