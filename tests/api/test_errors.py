"""Every answer is a JSON object that any page may read, whatever goes wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send
from tests.api.servers import Server

from visavis.api.cors import Cors
from visavis.api.limits import LARGEST_BODY


def is_a_problem(reply: httpx.Response, status: int, error: str) -> None:
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/json"
    assert reply.headers["access-control-allow-origin"] == "*"
    assert reply.json()["error"] == error
    assert isinstance(reply.json()["message"], str)


@pytest.mark.parametrize("path", ["/v1/nope", "/v1", "/v1/personas/", "/v1/webrtc", "/internal/nope"])
async def test_unknown_paths_are_404(server: Server, path: str) -> None:
    reply = await server.client.get(path)

    assert reply.status_code == 404
    assert reply.json() == {"error": "Not found", "message": f"There is nothing at {path}"}


@pytest.mark.parametrize(
    ("verb", "path", "allowed"),
    [
        ("PATCH", "/v1/personas", "GET, POST"),
        ("GET", "/v1/auth/session-token", "POST"),
        ("DELETE", "/v1/engine/session", "POST"),
        ("DELETE", "/v1/avatars", "GET, POST"),
        ("PUT", "/health", "GET"),
    ],
)
async def test_wrong_methods_are_405_and_told_the_right_ones(
    server: Server, verb: str, path: str, allowed: str
) -> None:
    reply = await server.client.request(verb, path)

    is_a_problem(reply, 405, "Method not allowed")
    assert reply.headers["allow"] == allowed


@pytest.mark.parametrize(
    "path", ["/v1/personas", "/v1/auth/session-token", "/v1/engine/session", "/v1/metrics/client"]
)
@pytest.mark.parametrize("body", [b"{", b"nonsense", b'{"a": \xff}', b"[1, 2]", b'"text"', b"7"])
async def test_a_body_that_is_no_json_object_is_400(server: Server, path: str, body: bytes) -> None:
    reply = await server.client.post(path, content=body, headers={"content-type": "application/json"})

    is_a_problem(reply, 400, "Validation error")
    assert reply.json()["details"]


async def test_json_nested_beyond_reason_is_400(server: Server) -> None:
    body = b'{"personaConfig": {"metadata": ' + b"[" * 100_000 + b"]" * 100_000 + b"}}"

    reply = await server.client.post(
        "/v1/engine/session", content=body, headers={"content-type": "application/json"}
    )

    is_a_problem(reply, 400, "Validation error")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/personas", rb'{"name": "\ud800"}'),
        ("/v1/personas", rb'{"name": "a\u0000b"}'),
        ("/v1/personas", rb'{"name": "a\\\u0000b"}'),
        ("/v1/engine/session", rb'{"personaConfig": {"personaId": "\ud800"}}'),
        ("/v1/engine/session", rb'{"clientMetadata": {"a": {"b": "\ud800"}}}'),
        ("/v1/engine/session", b'{"clientMetadata": {"a": NaN}}'),
        ("/v1/auth/session-token", b'{"personaConfig": {"maxSessionLengthSeconds": Infinity}}'),
    ],
)
async def test_what_python_takes_for_json_and_others_do_not_is_400(
    server: Server, path: str, body: bytes
) -> None:
    reply = await server.client.post(path, content=body, headers={"content-type": "application/json"})

    is_a_problem(reply, 400, "Validation error")
    assert server.placement.placed == []


async def test_a_page_beyond_all_numbers_is_400(server: Server) -> None:
    is_a_problem(await server.client.get(f"/v1/personas?page={10**20}"), 400, "Validation error")


async def test_a_text_that_only_looks_like_an_escape_is_kept(server: Server) -> None:
    reply = await server.client.post("/v1/personas", json={"name": r"a\u0000b"})

    assert (reply.status_code, reply.json()["name"]) == (201, r"a\u0000b")


async def test_an_address_with_a_character_that_no_text_holds_names_nothing(server: Server) -> None:
    is_a_problem(await server.client.get("/v1/personas/a%00b"), 404, "Not found")
    is_a_problem(await server.client.get("/v1/personas?search=a%00b"), 400, "Validation error")


async def test_a_body_that_announces_too_much_is_413(server: Server) -> None:
    reply = await server.client.post("/v1/personas", json={"systemPrompt": "x" * LARGEST_BODY})

    is_a_problem(reply, 413, "Payload too large")


async def test_a_body_that_grows_too_large_unannounced_is_413(server: Server) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(LARGEST_BODY // 1000 + 1):
            yield b"x" * 1000

    reply = await server.client.post(
        "/v1/personas", content=endless(), headers={"content-type": "application/json"}
    )

    is_a_problem(reply, 413, "Payload too large")


async def test_a_prompt_of_100_kb_fits(server: Server) -> None:
    reply = await server.client.post("/v1/personas", json={"systemPrompt": "ä" * 100_000})

    assert reply.status_code == 201
    assert len(reply.json()["brain"]["systemPrompt"]) == 100_000


async def test_what_nobody_caught_is_a_logged_500(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    server.placement.breaks = True

    reply = await server.start()

    is_a_problem(reply, 500, "Internal server error")
    assert "broken" not in reply.text
    assert "the placement is broken" in caplog.text


@pytest.mark.parametrize(
    "path", ["/v1/engine/session", "/v1/metrics/client", "/v1/anything", "/v1/webrtc/engines/e/talk"]
)
async def test_preflights_of_browsers_are_answered(server: Server, path: str) -> None:
    del server.client.headers["authorization"]
    reply = await server.client.options(
        path,
        headers={
            "origin": "https://example.com",
            "access-control-request-method": "POST",
            "access-control-request-headers": "authorization,content-type,x-anam-target-url",
        },
    )

    assert reply.status_code == 204
    assert reply.headers["access-control-allow-origin"] == "*"
    assert "POST" in reply.headers["access-control-allow-methods"]
    allowed = reply.headers["access-control-allow-headers"].split(", ")
    assert {"authorization", "content-type", "x-anam-target-url", "x-request-id"} <= set(allowed)
    assert "access-control-allow-credentials" not in reply.headers


async def test_good_answers_and_refusals_may_be_read_by_every_page(server: Server) -> None:
    answers = [await server.start(), await server.client.get("/health"), await server.start("wrong")]

    assert [reply.status_code for reply in answers] == [200, 200, 401]
    for reply in answers:
        assert reply.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in reply.headers


async def test_headers_of_an_engine_behind_us_are_not_doubled() -> None:
    async def engine(scope: Scope, receive: Receive, send: Send) -> None:
        headers = {
            "access-control-allow-origin": "https://example.com",
            "access-control-allow-credentials": "true",
        }
        await JSONResponse({}, headers=headers)(scope, receive, send)

    async with httpx.AsyncClient(transport=httpx.ASGITransport(Cors(engine)), base_url="http://t") as client:
        reply = await client.get("/v1/webrtc/engines/e/talk")

    assert reply.headers.get_list("access-control-allow-origin") == ["*"]
    assert "access-control-allow-credentials" not in reply.headers


async def test_health_waits_for_an_engine(server: Server) -> None:
    server.placement.ready = False
    is_a_problem(await server.client.get("/health"), 503, "Service busy")

    server.placement.ready = True
    reply = await server.client.get("/health")
    assert (reply.status_code, reply.json()) == (200, {"status": "ok"})


METRIC = {"name": "client_session_attempt", "value": "1", "tags": {"client": "js-sdk", "version": "4.27.0"}}


@pytest.mark.parametrize("body", [METRIC, {"metrics": [METRIC] * 50}, {}])
async def test_client_metrics_need_no_key(server: Server, body: dict[str, Any]) -> None:
    del server.client.headers["authorization"]

    reply = await server.client.post("/v1/metrics/client", json=body)

    assert (reply.status_code, reply.json()) == (200, {})


@pytest.mark.parametrize("metrics", [[METRIC] * 51, "many", {"a": 1}])
async def test_client_metrics_are_bounded(server: Server, metrics: Any) -> None:
    is_a_problem(
        await server.client.post("/v1/metrics/client", json={"metrics": metrics}), 400, "Validation error"
    )
