"""Whatever is sent to whatever operation: never a 500, and every refusal is the same JSON object."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from tests.api.servers import Server

ID = "5a7c1e20-9d0b-4f6e-8a41-c0ffee00ffff"
JSON = {"content-type": "application/json"}

Operation = tuple[str, str, dict[str, Any]]


async def operations(server: Server) -> list[Operation]:
    contract = (await server.client.get("/swagger.json")).json()
    found = [
        (verb.upper(), path, operation)
        for path, operations in contract["paths"].items()
        for verb, operation in operations.items()
    ]
    assert len(found) > 57
    return found


def is_in_shape(reply: httpx.Response, where: object) -> None:
    """Not a 500; and if it is a refusal, the one object that all of them are."""
    assert reply.status_code < 500 or reply.status_code == 503, (where, reply.status_code, reply.text[:300])
    assert "x-request-id" in reply.headers
    if reply.status_code < 400 or not reply.content:
        return
    assert reply.headers["content-type"] == "application/json", where
    problem = reply.json()
    assert {"error", "message"} <= set(problem) <= {"error", "message", "details", "summary"}, (
        where,
        problem,
    )
    assert problem["error"], where
    assert problem["message"], where
    if problem["error"] == "Validation error":
        assert reply.status_code == 400
        assert problem["summary"] == problem["message"]
        for detail in problem["details"]:
            assert set(detail) == {"path", "message", "code"}, where
            assert all(detail.values()), where


def at(path: str, value: str = ID) -> str:
    while "{" in path:
        before, rest = path.split("{", 1)
        path = before + value + rest.split("}", 1)[1]
    return path


BODIES: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"{",
    "a list": b"[1]",
    "a text": b'"text"',
    "null": b"null",
    "invalid UTF-8": b'{"name": "\xff"}',
    "UTF-16": '{"name": "Mia"}'.encode("utf-16"),
    "a lone surrogate": rb'{"name": "\ud800"}',
    "a float beyond all": b'{"name": 1e999}',
    "an integer beyond all": b'{"name": ' + b"9" * 5000 + b"}",
    "a large integer": b'{"name": ' + b"9" * 400 + b', "clientMetadata": {"a": ' + b"9" * 400 + b"}}",
    "deep nesting": b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "duplicated names": b'{"name": "a", "name": "b"}',
    "a name of 10 kB": b'{"' + b"x" * 10_000 + b'": 1}',
    "NUL": b"\0",
}


NO_OBJECTS = ("no JSON", "a list", "a text", "invalid UTF-8", "deep nesting", "NUL")


async def test_odd_bodies(server: Server) -> None:
    for verb, path, operation in await operations(server):
        for what, body in BODIES.items() if "requestBody" in operation else ():
            reply = await server.client.request(verb, at(path), content=body, headers=JSON)
            is_in_shape(reply, (verb, path, what))
            if what in NO_OBJECTS:
                assert reply.status_code in (400, 403, 415), (verb, path, what)  # the Lab's, and blobs


DEPTHS = [50, 90, 110, 250, 400, 600, 800, 900, 950, 990, 1100, 3000]


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("/v1/auth/session-token", '{"clientMetadata": {"a": ', "}}"),
        ("/v1/engine/session", '{"personaConfig": {}, "clientMetadata": {"a": ', "}}"),
        (
            "/v1/tools",
            '{"name": "t", "description": "d", "type": "CLIENT", "config": {"parameters": {"a": ',
            "}}}",
        ),
        ("/v1/llms", '{"displayName": "a", "llmFormat": "none", "metadata": {"a": ', "}}"),
        ("/v1/metrics/client", '{"metrics": [{"a": ', "}]}"),
    ],
)
async def test_nesting_is_taken_or_refused_and_breaks_nothing(
    server: Server, path: str, before: str, after: str
) -> None:
    await server.client.put("/v1/organization", json={"maxConcurrentSessions": 100})
    for depth in DEPTHS:
        body = before.replace('"t"', f'"t{depth}"') + '{"a":' * depth + "1" + "}" * depth + after
        reply = await server.client.post(path, content=body, headers=JSON)
        is_in_shape(reply, (path, depth))
        assert reply.status_code < 300 if depth <= 90 else reply.status_code == 400, (path, depth)


async def test_bodies_of_another_kind_are_415(server: Server) -> None:
    seen = 0
    for verb, path, operation in await operations(server):
        content = operation.get("requestBody", {}).get("content", {})
        if "application/json" not in content or path.startswith("/lab/"):
            continue
        kinds = [
            "text/plain",
            "application/x-www-form-urlencoded",
            "application/xml",
            "application/jsonp",
            "nonsense",
        ]
        if "multipart/form-data" not in content:
            kinds.append("multipart/form-data; boundary=x")
        for kind in kinds:
            reply = await server.client.request(verb, at(path), content=b"{}", headers={"content-type": kind})
            is_in_shape(reply, (verb, path, kind))
            assert reply.status_code == 415, (verb, path, kind, reply.text)
            assert kind.split(";")[0] in reply.json()["message"]
            seen += 1
    assert seen > 100


@pytest.mark.parametrize(
    "kind",
    [
        "application/json",
        "application/json; charset=utf-8",
        "Application/JSON",
        "application/json;charset=UTF-8",
    ],
)
async def test_json_is_known_however_it_is_written(server: Server, kind: str) -> None:
    reply = await server.client.post(
        "/v1/personas", content='{"name": "Zoë"}'.encode(), headers={"content-type": kind}
    )

    assert (reply.status_code, reply.json()["name"]) == (201, "Zoë")


async def test_a_body_of_no_kind_is_taken_for_json(server: Server) -> None:
    reply = await server.client.post("/v1/personas", content=b'{"name": "Mia"}')

    assert "content-type" not in reply.request.headers
    assert (reply.status_code, reply.json()["name"]) == (201, "Mia")


async def test_a_charset_that_json_does_not_have_is_400(server: Server) -> None:
    reply = await server.client.post(
        "/v1/personas",
        content='{"name": "Zoë"}'.encode("latin-1"),
        headers={"content-type": "application/json; charset=latin-1"},
    )

    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "body")


async def test_operations_that_need_a_body_say_so(server: Server) -> None:
    for verb, path, operation in await operations(server):
        if (
            operation.get("requestBody", {}).get("required")
            and path.startswith("/v1/")
            and "blobs" not in path
        ):
            reply = await server.client.request(verb, at(path))
            is_in_shape(reply, (verb, path))
            assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "body"), (verb, path)


FORMS = {
    "no boundary": ("multipart/form-data", b"--x\r\n"),
    "an empty boundary": ("multipart/form-data; boundary=", b"--\r\n"),
    "nothing": ("multipart/form-data; boundary=x", b""),
    "no form": ("multipart/form-data; boundary=x", b"nonsense"),
    "no end": ("multipart/form-data; boundary=x", b'--x\r\ncontent-disposition: form-data; name="name"\r\n\r\nMia'),
    "no name": ("multipart/form-data; boundary=x", b"--x\r\ncontent-disposition: form-data\r\n\r\nMia\r\n--x--\r\n"),
    "another boundary": ("multipart/form-data; boundary=y", b"--x\r\n\r\n\r\n--x--\r\n"),
}  # fmt: skip


async def test_odd_forms(server: Server) -> None:
    for verb, path, operation in await operations(server):
        takes_forms = "multipart/form-data" in operation.get("requestBody", {}).get("content", {})
        for what, (kind, content) in FORMS.items() if takes_forms else ():
            reply = await server.client.request(
                verb, at(path), content=content, headers={"content-type": kind}
            )
            is_in_shape(reply, (verb, path, what))
            assert reply.status_code == 400, (verb, path, what)


ODD_IDS = (
    "%00", "%2F", "..", "%2E%2E%2F", "%FF", "%E2%80%AE", "%F0%9F%98%80", "'", "%25", "a" * 10_000, "*", "0", "%0d%0a",
)  # fmt: skip


async def test_odd_ids(server: Server) -> None:
    for verb, path, operation in await operations(server):
        for value in ODD_IDS if "{" in path else ():
            body = {} if "requestBody" in operation else None
            reply = await server.client.request(verb, at(path, value), json=body)
            is_in_shape(reply, (verb, path, value[:20]))
            if _is_page(reply):  # a slash in it: an address of no operation, which the Lab says kindly
                continue
            assert reply.status_code in (400, 403, 404, 405, 415), (verb, path, value[:20])


def _is_page(reply: httpx.Response) -> bool:
    return reply.headers["content-type"].startswith("text/html")


ODD_VALUES = (
    "", "0", "-1", "abc", "1e3", "%00", "%FF", "9" * 30, "9" * 5000, "null", "a" * 5000, "%F0%9F%98%80",
)  # fmt: skip


async def test_odd_queries(server: Server) -> None:
    for verb, path, operation in await operations(server):
        names = [one["name"] for one in operation.get("parameters", []) if one["in"] == "query"]
        for name in names:
            for value in ODD_VALUES:
                reply = await server.client.request(verb, f"{at(path)}?{name}={value}")
                is_in_shape(reply, (verb, path, name, value[:20]))


async def test_pages_are_numbers_within_their_bounds(server: Server) -> None:
    paged = [
        path
        for _, path, operation in await operations(server)
        if "page" in [one["name"] for one in operation.get("parameters", [])]
    ]
    assert len(paged) >= 7
    for path in paged:
        for query in ("page=0", "page=-1", "page=x", "perPage=0", "perPage=101", "perPage=1.5"):
            reply = await server.client.get(f"{path}?{query}")
            is_in_shape(reply, (path, query))
            named = reply.json()["details"][0]["path"]
            assert (reply.status_code, named) == (400, query.split("=")[0]), (path, query)


async def test_of_a_repeated_parameter_the_last_counts(server: Server) -> None:
    reply = await server.client.get("/v1/personas?perPage=5&perPage=7&page=1&page=1")

    assert (reply.status_code, reply.json()["meta"]["perPage"]) == (200, 7)


async def test_other_verbs_are_405_and_told_the_right_ones(server: Server) -> None:
    allowed: dict[str, set[str]] = {}
    for verb, path, _ in await operations(server):
        allowed.setdefault(at(path), set()).add(verb)
    for path, verbs in allowed.items():
        for verb in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"} - verbs:
            reply = await server.client.request(verb, path)
            is_in_shape(reply, (verb, path))
            if reply.status_code == 404:  # of /v1/sessions/analytics and the like: also an id
                continue
            assert reply.status_code in (400, 405), (verb, path)
            if reply.status_code == 405:
                assert verbs <= set(reply.headers["allow"].split(", ")), (verb, path)
                assert verb not in reply.headers["allow"].split(", ")


async def test_who_does_not_say_who_they_are_gets_401_everywhere(server: Server) -> None:
    for verb, path, operation in await operations(server):
        if "security" in operation:
            for credential in ("", "Bearer ", "Bearer wrong", "Bearer a.b.c", "Basic dTpw", "Bearer \xe4"):
                headers = [(b"authorization", credential.encode("latin-1"))]
                reply = await server.client.request(verb, at(path, ID), headers=headers)
                is_in_shape(reply, (verb, path, credential))
                if reply.status_code != 400:  # a path or a body that cannot be is told first
                    assert reply.status_code == 401, (verb, path, credential)
                    assert reply.headers["www-authenticate"] == "Bearer"


async def test_a_host_that_is_none_breaks_nothing(server: Server) -> None:
    authorization = server.client.headers["authorization"].encode()
    for host in ("[", "a b", "", "::1", "[::1", "x" * 5000, "exa\xe4mple"):
        for name in (b"host", b"x-forwarded-host", b"origin"):
            for verb, path in (
                ("GET", "/v1/avatars"),
                ("POST", "/v1/engine/session"),
                ("GET", "/lab/status"),
            ):
                headers = [(name, host.encode("latin-1")), (b"authorization", authorization)]
                reply = await server.client.request(verb, path, headers=headers)
                is_in_shape(reply, (name, host[:9], path))


async def test_a_thousand_mistakes_are_told_briefly(server: Server) -> None:
    reply = await server.client.post("/v1/personas", json={"toolIds": [1] * 20_000})

    is_in_shape(reply, "toolIds")
    assert reply.status_code == 400
    assert reply.json()["details"][0]["path"] == "toolIds.0"
    assert len(reply.content) < 50_000


async def test_every_path_of_several_mistakes_is_named(server: Server) -> None:
    body = {"name": 1, "skipGreeting": "yes", "voiceDetectionOptions": {"endOfSpeechSensitivity": 2}}

    details = (await server.client.post("/v1/personas", json=body)).json()["details"]

    assert {one["path"] for one in details} == {
        "name", "skipGreeting", "voiceDetectionOptions.endOfSpeechSensitivity",
    }  # fmt: skip


async def test_a_fault_of_ours_tells_its_id_and_nothing_else(server: Server) -> None:
    server.placement.breaks = True

    reply = await server.start()

    assert reply.status_code == 500
    assert reply.json() == {
        "error": "Internal server error",
        "message": "The server failed; its log says how.",
        "requestId": reply.headers["x-request-id"],
    }
