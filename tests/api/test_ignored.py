"""Fields that do nothing are told: X-Visavis-Ignored, and 400 for those who want it strict."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.api.knowing import new_group, until_read
from tests.api.servers import AVATAR, EPHEMERAL, Server, bearer, serving
from tests.sounds import wav

from visavis.api.ignored import LONGEST
from visavis.services.stock import PERSONAS

LUCY = "de23e340-1416-4dd8-977d-065a7ca11697"
"""A voice of the ElevenLabs family."""

STRICT = {"x-visavis-strict": "true"}
PERSONA = {"personaId": PERSONAS[0].id}
TOOL = {"name": "look_up", "description": "Looks it up"}
LLM = {"displayName": "Mine", "llmFormat": "openai", "modelName": "m"}


def ignored(reply: httpx.Response) -> list[str]:
    header = reply.headers.get("x-visavis-ignored")
    return header.split(", ") if header else []


TABLE: list[tuple[str, str, dict[str, Any], list[str]]] = [
    ("POST", "/v1/personas", {"name": "Mia", "colour": "red"}, ["colour"]),
    ("POST", "/v1/personas", {"voiceDetectionOptions": {"patience": 1}}, ["voiceDetectionOptions.patience"]),
    ("POST", "/v1/llms", LLM | {"urls": [{"url": "https://example.com", "weight": 1}]}, ["urls.0.weight"]),
    ("POST", "/v1/llms", LLM | {"metadata": {"anything": 1}}, []),
    ("POST", "/v1/llms", {"name": "A", "provider": "openai", "model": "m", "apiKey": "k"}, []),
    ("POST", "/v1/llms", LLM | {"name": "Yours"}, ["name"]),
    ("POST", "/v1/tools", TOOL | {"type": "CLIENT", "config": {"colour": 1}, "icon": 1}, ["icon", "config.colour"]),
    ("POST", "/v1/tools", TOOL | {"type": "CLIENT", "config": {"url": "https://example.com"}}, ["config.url"]),
    (
        "POST",
        "/v1/tools",
        TOOL | {"type": "server", "subtype": "webhook", "url": "https://example.com", "method": "GET"},
        [],
    ),
    ("POST", "/v1/share-links", PERSONA | {"maxUses": 3, "colour": "red"}, ["colour"]),
    ("POST", "/v1/knowledge/groups", {"name": "Docs", "parentId": "x"}, ["parentId"]),
    ("POST", "/v1/metrics/client", {"metrics": [], "colour": "red"}, ["colour"]),
    ("POST", "/v1/metrics/client", {"name": "a", "value": "1"}, []),
    ("POST", "/v1/auth/session-token", {"personaConfig": EPHEMERAL, "widgetConfig": {}}, ["widgetConfig"]),
    ("POST", "/v1/auth/session-token", {"personaConfig": EPHEMERAL | {"type": "ephemeral"}}, []),
    (
        "POST",
        "/v1/auth/session-token",
        {"personaConfig": PERSONA | {"avatarId": AVATAR, "systemPrompt": "Hi", "name": None}},
        ["personaConfig.avatarId", "personaConfig.systemPrompt"],
    ),
    (
        "POST",
        "/v1/auth/session-token",
        {"personaConfig": PERSONA | {"enableAudioPassthrough": True, "maxSessionLengthSeconds": 60}},
        [],
    ),
    (
        "POST",
        "/v1/auth/session-token",
        {"personaConfig": EPHEMERAL | {"directorNotes": {"presetStyle": "warm", "colour": 1}}},
        ["personaConfig.directorNotes.colour"],
    ),
    (
        "POST",
        "/v1/auth/session-token",
        {"personaConfig": EPHEMERAL | {"avatarModel": "cara-3", "directorNotes": {"presetStyle": "warm"}}},
        ["personaConfig.directorNotes"],
    ),
    (
        "POST",
        "/v1/engine/session",
        {
            "personaConfig": EPHEMERAL,
            "environment": {"podName": "p", "engineVersion": None, "a b": 1},
            "sessionOptions": {"region": "eu", "regionPolicy": "preferred", "videoQuality": "high", "hdr": True},
            "clientMetadata": {"client": "js-sdk", "anything": 1},
        },
        [
            "sessionOptions.hdr",
            "sessionOptions.region",
            "sessionOptions.regionPolicy",
            "environment.podName",
            "environment.a%20b",
        ],
    ),
    ("POST", "/v1/engine/session", {"personaConfig": EPHEMERAL, "voiceDetection": {"colour": 1}}, ["voiceDetection.colour"]),
    ("GET", "/v1/personas?page=1&perPage=5&search=a&sort=name", {}, ["?sort"]),
    ("POST", "/v1/personas", {"name": "Mia", "voiceId": LUCY, "voiceGenerationOptions": {"stability": 0.2, "similarityBoost": 1}},
     ["voiceGenerationOptions.similarityBoost"]),
    ("POST", "/v1/auth/session-token", {"personaConfig": {"voiceId": LUCY, "voiceGenerationOptions": {"model": "eleven_turbo_v2_5", "style": 1}}},
     ["personaConfig.voiceGenerationOptions.model"]),
    ("GET", "/v1/knowledge/groups?page=1&perPage=5", {}, ["?page", "?perPage"]),
    ("GET", "/v1/sessions?search=a&personaId=5a7c1e20-9d0b-4f6e-8a41-c0ffee000001", {}, []),
    ("GET", "/v1/usage?from=2026-01-01&to=2026-01-02&zone=utc", {}, ["?zone"]),
    ("POST", "/v1/personas?colour=red", {"name": "Mia", "size": 1}, ["?colour", "size"]),
]  # fmt: skip


of_the_table = pytest.mark.parametrize(
    ("verb", "path", "body", "unused"), TABLE, ids=[f"{row[1]} {row[3]}" for row in TABLE]
)


@of_the_table
async def test_what_does_nothing_is_named(
    server: Server, verb: str, path: str, body: dict[str, Any], unused: list[str]
) -> None:
    reply = await server.client.request(verb, path, json=body or None)

    assert reply.status_code < 300, reply.text
    assert ignored(reply) == unused


@of_the_table
async def test_for_the_strict_what_does_nothing_is_400(
    server: Server, verb: str, path: str, body: dict[str, Any], unused: list[str]
) -> None:
    reply = await server.client.request(verb, path, json=body or None, headers=STRICT)

    assert reply.status_code == 400 if unused else reply.status_code < 300, reply.text
    assert "x-visavis-ignored" not in reply.headers
    if unused:
        details = reply.json()["details"]
        assert {one["path"] for one in details} <= set(unused)
        assert {one["code"] for one in details} == {"unrecognized_keys"}


async def test_what_is_refused_in_strict_mode_is_not_done(server: Server) -> None:
    reply = await server.client.post("/v1/personas", json={"name": "Mia", "a": 1, "b": 2}, headers=STRICT)

    assert [one["path"] for one in reply.json()["details"]] == ["a", "b"]
    found = (await server.client.get("/v1/personas?search=Mia")).json()
    assert found["meta"]["total"] == 0


async def test_an_operator_may_want_all_requests_strict(data_dir: Path) -> None:
    async with serving(data_dir, strict=True) as server:
        assert (await server.client.post("/v1/personas", json={"colour": "red"})).status_code == 400
        assert (await server.client.get("/v1/personas?colour=red")).status_code == 400
        assert (await server.client.post("/v1/personas", json={"name": "Mia"})).status_code == 201


@pytest.mark.parametrize("value", ["false", "0", ""])
async def test_only_true_is_strict(server: Server, value: str) -> None:
    reply = await server.client.post("/v1/personas", json={"a": 1}, headers={"x-visavis-strict": value})

    assert (reply.status_code, ignored(reply)) == (201, ["a"])


async def test_nothing_ignored_nothing_said(server: Server) -> None:
    reply = await server.client.post("/v1/personas", json={"name": "Mia"})

    assert "x-visavis-ignored" not in reply.headers


async def test_a_refused_request_is_told_what_is_wrong_and_no_more(server: Server) -> None:
    reply = await server.client.post("/v1/personas", json={"avatarId": "nobody", "colour": "red"})

    assert reply.status_code == 400
    assert "x-visavis-ignored" not in reply.headers


# ---- forms


async def test_fields_and_files_of_forms_are_told_too(server: Server) -> None:
    sound = ("me.wav", wav(), "audio/wav")
    form = {"name": "Me", "displayName": "You", "colour": "red"}

    lenient = await server.client.post("/v1/voices", data=form, files={"audioFile": sound})
    strict = await server.client.post("/v1/voices", data=form, files={"audioFile": sound}, headers=STRICT)
    misplaced = await server.client.post(
        "/v1/avatars", data={"displayName": "Mia", "imageUrl": ""}, files={"picture": sound}, headers=STRICT
    )

    assert (lenient.status_code, ignored(lenient)) == (201, ["displayName", "colour"])
    assert (strict.status_code, [one["path"] for one in strict.json()["details"]]) == (
        400,
        ["displayName", "colour"],
    )
    assert (misplaced.status_code, misplaced.json()["details"][0]["path"]) == (400, "picture")


async def test_documents_uploaded_as_texts_and_as_files(server: Server) -> None:
    path = f"/v1/knowledge/groups/{await new_group(server)}/documents"
    text = {"name": "a.txt", "content": "Hello", "language": "en"}
    form = {"language": "en", "chunkSize": "500"}

    replies = [
        await server.client.post(path, json=text),
        await server.client.post(path, data=form, files={"file": ("a.txt", b"Hello", "text/plain")}),
    ]

    for reply in replies:
        assert (reply.status_code, ignored(reply)) == (201, ["language"])
        await until_read(server, reply.json()["id"])


# ---- sessions


async def test_who_holds_a_token_is_told_what_it_has_settled(server: Server) -> None:
    said = {
        "personaConfig": {"systemPrompt": "Be somebody else"},
        "clientLabel": "mine",
        "sessionOptions": {"videoQuality": "high", "voiceDetection": {"endOfSpeechSensitivity": 0.5}},
        "clientMetadata": {"client": "js-sdk"},
        "supportsPubSubSignalling": True,
    }
    token = await server.token()

    strict = await server.client.post("/v1/engine/session", json=said, headers=bearer(token) | STRICT)
    lenient = await server.client.post("/v1/engine/session", json=said, headers=bearer(token))

    unused = ["supportsPubSubSignalling", "clientLabel", "personaConfig", "sessionOptions.videoQuality"]
    assert strict.status_code == 400
    assert (lenient.status_code, ignored(lenient)) == (200, unused)


async def test_what_a_token_was_told_is_not_told_again(server: Server) -> None:
    token = await server.token(**PERSONA, avatarId=AVATAR)

    reply = await server.client.post("/v1/engine/session", headers=bearer(token) | STRICT)

    assert (reply.status_code, ignored(reply)) == (200, [])


async def test_voice_detection_counts_wherever_it_stands(server: Server) -> None:
    body = {"personaConfig": EPHEMERAL, "voiceDetection": {"endOfSpeechSensitivity": 0.25}}

    reply = await server.start(body=body)

    assert (reply.status_code, ignored(reply)) == (200, [])
    assert server.placement.placed[0].listening.end_of_speech_sensitivity == 0.25


# ---- the header


async def test_names_can_neither_forge_headers_nor_fill_them(server: Server) -> None:
    body = {"a\r\nset-cookie: b": 1} | {f"field-{number}": 1 for number in range(5000)}

    reply = await server.client.post("/v1/personas", json=body)

    header = reply.headers["x-visavis-ignored"]
    assert "set-cookie" not in reply.headers
    assert ignored(reply)[0] == "a%0D%0Aset-cookie%3A%20b"
    assert ignored(reply)[-1] == "..."
    assert len(header) < LONGEST + 100


async def test_pages_may_read_the_header_and_ask_for_strictness(server: Server) -> None:
    preflight = await server.client.options("/v1/personas")
    reply = await server.client.post("/v1/personas", json={"a": 1})

    assert "x-visavis-strict" in preflight.headers["access-control-allow-headers"].split(", ")
    assert "x-visavis-ignored" in reply.headers["access-control-expose-headers"].split(", ")


async def test_a_replay_says_it_again(server: Server) -> None:
    for _ in range(2):
        reply = await server.client.post("/v1/personas", json={"a": 1}, headers={"idempotency-key": "k"})
        assert ignored(reply) == ["a"]


async def test_a_body_that_no_operation_reads_is_told(server: Server) -> None:
    started = (await server.start()).json()["sessionId"]
    stop = f"/v1/sessions/{started}/stop"

    assert (await server.client.post(stop, json={"reason": "late"}, headers=STRICT)).status_code == 400
    assert ignored(await server.client.post(stop, json={"reason": "late"})) == ["body"]
    assert ignored(await server.client.post(stop, json={})) == []


# ---- all operations


async def test_no_operation_passes_over_an_unknown_field_in_silence(server: Server) -> None:
    """Of each JSON body of the contract: one more field, in strict mode, is a 400 that names it."""
    contract = (await server.client.get("/swagger.json")).json()
    told = 0
    for path, operations in contract["paths"].items():
        for verb, operation in operations.items():
            content = operation.get("requestBody", {}).get("content", {})
            if "application/json" not in content or path.startswith("/lab/"):
                continue
            for schema in _alternatives(content["application/json"]["schema"], contract):
                body = _smallest(schema, contract) | {"surprise": 1}
                where = path.format(
                    **dict.fromkeys(_parameters(operation), "5a7c1e20-9d0b-4f6e-8a41-c0ffee000001")
                )
                reply = await server.client.request(verb, where, json=body, headers=STRICT)
                assert reply.status_code == 400, (verb, path, body, reply.text)
                details = reply.json()["details"]
                assert ("surprise", "unrecognized_keys") in [(one["path"], one["code"]) for one in details], (
                    verb, path, reply.text,
                )  # fmt: skip
                told += 1
    assert told >= 25


def _parameters(operation: dict[str, Any]) -> list[str]:
    return [one["name"] for one in operation.get("parameters", []) if one["in"] == "path"]


def _alternatives(schema: dict[str, Any], contract: dict[str, Any]) -> list[dict[str, Any]]:
    if "$ref" in schema:
        return [contract["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]]
    found = [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
    return [deep for one in found for deep in (_alternatives(one, contract) if "$ref" in one else [one])]


def _smallest(schema: dict[str, Any], contract: dict[str, Any]) -> dict[str, Any]:
    """An object with what the schema requires, and values that it takes."""
    if schema.get("additionalProperties") is True:
        return {"metrics": []}
    return {name: _value(name, schema["properties"][name], contract) for name in schema.get("required", [])}


def _value(name: str, schema: dict[str, Any], contract: dict[str, Any]) -> Any:
    known = {
        "contentType": "audio/wav",
        "provider": "ELEVENLABS",
        "llmFormat": "openai",
        "type": "CLIENT",
        "meetingUrl": "https://meet.google.com/abc-defg-hij",
        "personaId": PERSONAS[0].id,
        "key": "a-key-of-nobody",
    }
    if name in known:
        return known[name]
    if "enum" in schema:
        return schema["enum"][0]
    return {"string": "abc", "integer": 1, "number": 1, "boolean": True}[schema["type"]]
