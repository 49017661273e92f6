"""/openapi.json: what people and generators read of this server."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from tests.api.servers import KEY, Server, bearer

from visavis.api.openapi.document import operations
from visavis.api.openapi.examples import kept

NO_KEY = {"/v1/metrics/client", "/v1/blobs/{key}", "/v1/assets/avatars/{file}", "/v1/assets/voices/{file}"}
SIGN_IN = ("/lab/session", "post")
"""Takes its API key in the body."""


@pytest.fixture
async def document(server: Server) -> dict[str, Any]:
    contract: dict[str, Any] = (await server.client.get("/openapi.json")).json()
    return contract


async def test_it_is_served_under_two_names_without_a_key(server: Server) -> None:
    del server.client.headers["authorization"]
    contract = (await server.client.get("/openapi.json")).json()

    assert contract["openapi"].startswith("3.1")
    assert (await server.client.get("/swagger.json")).json() == contract


async def test_every_reference_leads_somewhere_and_every_schema_is_used(document: dict[str, Any]) -> None:
    named = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(document)))

    assert named == set(document["components"]["schemas"])


async def test_every_operation_has_its_own_name_a_summary_a_tag_and_its_refusals(
    document: dict[str, Any],
) -> None:
    tags = {tag["name"] for tag in document["tags"]}
    ids = [operation["operationId"] for _, _, operation in operations(document)]

    assert len(ids) == len(set(ids)) > 70
    for path, verb, operation in operations(document):
        assert operation["summary"]
        assert re.fullmatch(r"[a-z][A-Za-z]+", operation["operationId"])
        assert set(operation["tags"]) < tags
        assert "500" in operation["responses"]
        assert "default" not in operation["responses"]
        assert ("security" in operation) == (path.startswith("/v1/") and path not in NO_KEY)
        assert ("401" in operation["responses"]) == ("security" in operation or (path, verb) == SIGN_IN)


async def test_a_session_starts_with_a_token_or_a_key(document: dict[str, Any]) -> None:
    start = document["paths"]["/v1/engine/session"]["post"]

    assert start["security"] == [{"BearerAuth": []}, {"SessionToken": []}]
    assert set(start["responses"]) == {
        *("200", "400", "401", "403", "409", "413", "415", "422", "429", "500", "503")
    }


async def test_what_is_left_out_of_an_update_has_no_default(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]

    assert not [field for field in schemas["LlmUpdate"]["properties"].values() if "default" in field]
    assert schemas["ToolCreate"]["properties"]["disableInterruptions"]["default"] is False
    assert schemas["PersonaUpdate"]["additionalProperties"] is False


async def test_an_answer_always_has_all_its_fields(document: dict[str, Any]) -> None:
    for name in ("Persona", "EngineSession", "SessionAnalytics", "Tool"):
        schema = document["components"]["schemas"][name]
        assert set(schema["required"]) == set(schema["properties"]), name


def _examples(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], Any]]:
    """Where, its schema, and the example."""
    for path, _, operation in operations(document):
        parts = [("request", operation.get("requestBody", {})), *operation["responses"].items()]
        for part, described in parts:
            for media in described.get("content", {}).values():
                for name, example in media.get("examples", {}).items():
                    where = f"{operation['operationId']} {path} {part} {name}"
                    yield where, media["schema"], example["value"]
    for name, answer in document["components"]["responses"].items():
        for media in answer["content"].values():
            for example in media["examples"].values():
                yield name, media["schema"], example["value"]


async def test_every_example_fits_its_schema(document: dict[str, Any]) -> None:
    checked = 0
    for where, schema, example in _examples(document):
        whole = schema | {"components": document["components"]}
        errors = list(
            jsonschema.Draft202012Validator(whole, format_checker=jsonschema.FormatChecker()).iter_errors(
                example
            )
        )
        assert not errors, f"{where}: {errors[0].message} at {errors[0].json_path}"
        checked += 1

    assert checked > 100


async def test_every_json_body_and_answer_has_an_example(document: dict[str, Any]) -> None:
    without = [
        f"{operation['operationId']} {part}"
        for _, _, operation in operations(document)
        for part, described in [
            ("request", operation.get("requestBody", {})),
            *operation["responses"].items(),
        ]
        if "application/json" in described.get("content", {})
        and "examples" not in described["content"]["application/json"]
    ]

    assert without == []


async def test_no_example_is_kept_for_a_schema_that_is_gone(document: dict[str, Any]) -> None:
    assert set(kept()) <= set(document["components"]["schemas"])


async def test_the_examples_of_requests_are_taken(server: Server, document: dict[str, Any]) -> None:
    for path in ("/v1/personas", "/v1/tools", "/v1/llms", "/v1/knowledge/groups", "/v1/auth/session-token"):
        media = document["paths"][path]["post"]["requestBody"]["content"]["application/json"]
        for example in media["examples"].values():
            reply = await server.client.post(path, json=example["value"], headers=bearer(KEY))
            assert reply.status_code in (200, 201), f"{path}: {reply.text}"
