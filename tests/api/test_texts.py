"""Texts that PostgreSQL cannot hold are refused on every database, wherever in a request they stand."""

from __future__ import annotations

import pytest
from tests.api.knowing import add, new_group, search, upload
from tests.api.servers import Server

from visavis.store.texts import all_storable, unstorable_at

NUL = "\0"
HALF = "\\ud83d"
"""As JSON writes it."""


@pytest.mark.parametrize("bad", ["\\u0000", HALF])
@pytest.mark.parametrize(
    ("path", "body", "where"),
    [
        ("/v1/personas", '{"name": "a%sb"}', "name"),
        ("/v1/personas", '{"voiceGenerationOptions": {"speed": 1, "x%s": 1}}', "voiceGenerationOptions.x "),
        ("/v1/auth/session-token", '{"clientMetadata": {"a": [1, {"b": "%s"}]}}', "clientMetadata.a.1.b"),
        ("/v1/tools", '{"name": "t", "description": "%s", "type": "client"}', "description"),
        ("/v1/knowledge/groups", '{"name": "%s"}', "name"),
        ("/v1/avatars", '{"displayName": "%s", "imageUrl": "https://example.com"}', "displayName"),
    ],
)
async def test_a_body_with_one_is_400_and_its_place_is_named(
    server: Server, path: str, body: str, where: str, bad: str
) -> None:
    reply = await server.client.post(
        path, content=body.replace("%s", bad), headers={"content-type": "application/json"}
    )

    assert reply.status_code == 400, reply.text
    assert [one["path"] for one in reply.json()["details"]] == [where]


async def test_whole_characters_beyond_the_first_plane_are_taken(server: Server) -> None:
    reply = await server.client.post(
        "/v1/personas",
        content='{"name": "\\ud83d\\ude00 \\t"}',
        headers={"content-type": "application/json"},
    )

    assert (reply.status_code, reply.json()["name"]) == (201, "😀 \t")


async def test_a_query_with_one_is_400(server: Server) -> None:
    reply = await server.client.get("/v1/personas", params={"page": 1, "search": f"a{NUL}"})

    assert reply.status_code == 400
    assert reply.json()["details"][0]["path"] == "search"


@pytest.mark.parametrize("path", ["/v1/personas/%00", "/v1/share/a%00b", "/v1/blobs/avatars/%00"])
async def test_nothing_is_at_a_path_with_one(server: Server, path: str) -> None:
    assert (await server.client.get(path)).status_code == 404


async def test_forms_have_none_either(server: Server) -> None:
    group = await new_group(server)

    reply = await server.client.post(
        "/v1/avatars", data={"displayName": f"a{NUL}"}, files={"imageFile": ("a.png", b"x")}
    )
    assert reply.status_code == 400
    assert reply.json()["details"][0]["path"] == "displayName"
    reply = await upload(server, group, f"notes{NUL}.txt", "Hello there.")
    assert reply.status_code < 500


async def test_a_document_is_read_without_them(server: Server) -> None:
    group = await new_group(server)
    content = b'{"animal\\u0000": "Giraffes \\ud83d sleep"}'

    await add(server, group, "notes.json", content)

    [hit] = await search(server, group, "giraffe")
    assert "Giraffes" in hit["content"]
    assert unstorable_at(hit) is None


def test_what_nobody_can_be_told_of_gets_blanks_all_the_way_down() -> None:
    reported = {"a\0": ["b\ud800", 1, None, {"c": "d\0e"}]}

    assert all_storable(reported) == {"a ": ["b ", 1, None, {"c": "d e"}]}
