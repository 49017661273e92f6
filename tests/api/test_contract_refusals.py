"""Every refusal that the contract derives for an operation is one that the operation really gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import pytest
from tests.api.servers import KEY, Server, bearer

from visavis.api.openapi.document import VERBS
from visavis.services.recordings import LARGEST_RECORDING

SIGNED = "/v1/blobs/"
"""Has refusals of its own, which test_blobs.py provokes."""
SAME_ORIGIN = "/lab/"


NO_VERSION = "99"
"""Versions have numbers, not ids."""


@dataclass(frozen=True)
class Operation:
    verb: str
    path: str
    described: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.verb.upper()} {self.path}"

    def answers(self, status: int) -> bool:
        return str(status) in self.described["responses"]

    def url(self, id: str) -> str:
        path = self.path.replace("{number}", NO_VERSION)
        return "/".join(id if "{" in part else part for part in path.split("/"))

    @property
    def body(self) -> Any:
        """One that is in order."""
        content = self.described.get("requestBody", {}).get("content", {})
        examples = content.get("application/json", {}).get("examples", {})
        return next((example["value"] for example in examples.values()), None)

    @property
    def has_free_path(self) -> bool:
        """Whether any text may stand for the id."""
        ids = [one for one in self.described.get("parameters", ()) if one["in"] == "path"]
        return bool(ids) and "format" not in ids[0]["schema"]


@pytest.fixture
async def operations(server: Server) -> list[Operation]:
    document = (await server.client.get("/openapi.json")).json()
    return list(_operations(document))


def _operations(document: dict[str, Any]) -> Iterator[Operation]:
    for path, verbs in document["paths"].items():
        for verb in VERBS:
            if verb in verbs and not path.startswith((SIGNED, SAME_ORIGIN)):
                yield Operation(verb, path, verbs[verb])


async def ask(
    server: Server, operation: Operation, id: str = "", *, key: str = KEY, **options: Any
) -> httpx.Response:
    if operation.body is not None and "content" not in options:
        options["json"] = operation.body
    headers = (bearer(key) if key else {}) | options.pop("headers", {})
    server.client.headers.pop("authorization", None)
    return await server.client.request(
        operation.verb, operation.url(id or str(uuid4())), headers=headers, **options
    )


async def test_401_without_a_key(server: Server, operations: list[Operation]) -> None:
    asked = [operation for operation in operations if operation.answers(401)]

    got = {str(operation): (await ask(server, operation, key="")).status_code for operation in asked}

    assert len(got) > 60
    assert got == dict.fromkeys(got, 401)


async def test_403_with_a_key_that_may_do_nothing(server: Server, operations: list[Operation]) -> None:
    made = await server.client.post("/v1/api-keys", json={"name": "none", "permissions": []})
    asked = [operation for operation in operations if operation.answers(401)]

    got = {
        str(operation): (await ask(server, operation, key=made.json()["key"])).status_code
        for operation in asked
    }

    assert got == dict.fromkeys(got, 403)


async def test_404_for_what_is_not_there(server: Server, operations: list[Operation]) -> None:
    asked = [one for one in operations if one.answers(404) and "{" in one.path]

    got = {}
    for operation in asked:
        file = {"files": {"file": ("a.txt", b"a", "text/plain")}} if operation.body is None else {}
        options = file if "requestBody" in operation.described else {}
        got[str(operation)] = (await ask(server, operation, **options)).status_code

    assert len(got) > 30
    assert got == dict.fromkeys(got, 404)


async def test_400_for_what_is_malformed(server: Server, operations: list[Operation]) -> None:
    got = {}
    for operation in operations:
        if operation.answers(400) and "security" in operation.described:
            malformed = _malformed(operation)
            got[str(operation)] = (await ask(server, operation, **malformed)).status_code

    assert len(got) > 50
    assert got == dict.fromkeys(got, 400)


def _malformed(operation: Operation) -> dict[str, Any]:
    if "requestBody" in operation.described:
        return {"content": b"{", "headers": {"content-type": "application/json"}}
    if "{" in operation.path and not operation.has_free_path:
        return {"id": "no-id"}
    return {"params": {"search": "\0"}}


async def test_413_for_a_body_beyond_all_sizes(server: Server, operations: list[Operation]) -> None:
    too_large = {"content-length": str(LARGEST_RECORDING + 1), "content-type": "application/json"}
    asked = [operation for operation in operations if operation.answers(413)]

    got = {
        str(operation): (await ask(server, operation, content=b"{}", headers=too_large)).status_code
        for operation in asked
    }

    assert len(got) > 20
    assert got == dict.fromkeys(got, 413)


async def test_415_for_a_body_of_another_type(server: Server, operations: list[Operation]) -> None:
    asked = [operation for operation in operations if operation.answers(415)]

    got = {
        str(operation): (
            await ask(server, operation, content=b"<a/>", headers={"content-type": "text/xml"})
        ).status_code
        for operation in asked
    }

    assert len(got) > 20
    assert got == dict.fromkeys(got, 415)
