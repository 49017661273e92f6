"""Requests that Schemathesis makes up from our own contract, and what every answer to them must be."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from typing import Any

import httpx
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.schemas import APIOperation
from tests.api.servers import KEY, Server, bearer

EXAMPLES = int(os.environ.get("VISAVIS_FUZZ_EXAMPLES", "20"))
"""Of each operation, and of requests that fit the contract and that do not, each."""

ORIGIN = "http://testserver"
TRANSPORT_HEADERS = ("content-length", "host", "transfer-encoding", "connection", "authorization")

load_all_checks()
SHAPE = CHECKS.get_by_names(
    [
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
    ]
)


def operations_of(document: dict[str, Any], tag: str) -> Iterator[APIOperation[Any, Any, Any]]:
    for found in schemathesis.openapi.from_dict(document).get_all_operations():
        operation = found.ok()
        if operation.definition.raw["tags"] == [tag]:
            yield operation


async def fuzz(server: Server, operation: APIOperation[Any, Any, Any], ids: list[str]) -> None:
    """Raises for the first answer that is none of ours; `ids` are taken for most of the paths' ids."""
    loop = asyncio.get_running_loop()

    def send(case: Case) -> httpx.Response:
        return asyncio.run_coroutine_threadsafe(_send(server, case), loop).result()

    await asyncio.to_thread(_run, operation, GenerationMode.POSITIVE, ids, send)
    try:
        await asyncio.to_thread(_run, operation, GenerationMode.NEGATIVE, ids, send)
    except Unsatisfiable:
        pass  # nothing that could be sent there would be wrong


def _run(operation: APIOperation[Any, Any, Any], mode: GenerationMode, ids: list[str], send: Any) -> None:
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(mode), id=st.sampled_from([*ids, *ids, None]))
    def holds(case: Case, id: str | None) -> None:
        if id is not None and case.path_parameters:
            case.path_parameters = dict.fromkeys(case.path_parameters, id)
        reply = send(case)
        asked = f"{reply.request.method} {reply.request.url}\n{reply.request.content[:1000]!r}"
        assert reply.status_code < 500 or _says_so(operation, reply), f"{asked}\n{reply.text}"
        case.validate_response(reply, checks=SHAPE)

    holds()


def _says_so(operation: APIOperation[Any, Any, Any], reply: httpx.Response) -> bool:
    """Not set up, or no engine: a refusal that the contract names, and no fault."""
    return reply.status_code == 503 and "503" in operation.definition.raw["responses"]


async def _send(server: Server, case: Case) -> httpx.Response:
    asked = requests.Request(**_sendable(case.as_transport_kwargs(base_url=ORIGIN))).prepare()
    headers = {
        name: value if isinstance(value, bytes) else value.encode("latin-1", "replace")
        for name, value in asked.headers.items()
        if name.lower() not in TRANSPORT_HEADERS
    }
    return await server.client.request(
        asked.method or "",
        asked.url or "",
        headers=[*headers.items(), *bearer(KEY).items()],
        content=asked.body,
    )


def _sendable(options: dict[str, Any]) -> dict[str, Any]:
    """For `requests.Request`, which knows nothing of how it is sent."""
    known = ("method", "url", "headers", "files", "data", "params", "json", "cookies")
    return {name: value for name, value in options.items() if name in known}
