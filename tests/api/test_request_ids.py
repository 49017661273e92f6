"""X-Request-Id in answers, in 500s and in the log"""

from __future__ import annotations

import logging

import pytest
from tests.api.servers import KEY, Server, bearer

from visavis.logs import name_request, request_id


@pytest.mark.parametrize(
    ("verb", "path", "status"),
    [
        ("GET", "/v1/personas", 200),
        ("GET", "/v1/nope", 404),
        ("PATCH", "/v1/personas", 405),
        ("POST", "/v1/personas", 400),
        ("OPTIONS", "/v1/personas", 204),
        ("GET", "/health", 200),
    ],
)
async def test_every_answer_has_an_id_of_its_own(server: Server, verb: str, path: str, status: int) -> None:
    replies = [await server.client.request(verb, path) for _ in range(2)]

    assert [reply.status_code for reply in replies] == [status, status]
    first, second = (reply.headers.get_list("x-request-id") for reply in replies)
    assert len(first) == len(second) == 1
    assert first != second


@pytest.mark.parametrize("name", ["a", "7f3c-42.B_x", "Root=1-67891233-abcdef012345678912345678", "x" * 128])
async def test_a_sane_id_of_the_client_is_taken(server: Server, name: str) -> None:
    reply = await server.client.get("/v1/personas", headers={"x-request-id": name})

    assert reply.headers["x-request-id"] == name


@pytest.mark.parametrize("name", ["", " ", "two words", "x" * 129, "a\tb", "{}", "ä"])
async def test_any_other_is_replaced(server: Server, name: str) -> None:
    reply = await server.client.get("/v1/personas", headers={"x-request-id": name.encode()})

    assert reply.status_code == 200
    assert reply.headers["x-request-id"] not in ("", name)


async def test_a_500_names_the_request_as_the_log_does(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    server.placement.breaks = True
    caplog.handler.addFilter(name_request)

    reply = await server.client.post(
        "/v1/engine/session",
        json={"personaConfig": {}},
        headers=bearer(KEY) | {"x-request-id": "my-request"},
    )

    assert reply.status_code == 500
    assert reply.json()["requestId"] == reply.headers["x-request-id"] == "my-request"
    failed = next(record for record in caplog.records if "failed" in record.message)
    assert failed.__dict__["request"] == "[my-request] "
    assert request_id.get() == ""


def test_lines_that_no_request_caused_name_none() -> None:
    record = logging.makeLogRecord({"msg": "Started"})

    assert name_request(record)
    assert record.__dict__["request"] == ""
