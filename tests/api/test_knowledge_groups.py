"""/v1/knowledge/groups, and searching them"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from tests.api.knowing import add, new_group, search, upload
from tests.api.servers import Server, bearer

FIELDS = {"id", "name", "description", "documentCount", "createdAt", "updatedAt"}
HIT_FIELDS = {"documentId", "filename", "content", "score", "chunkIndex", "metadata"}
HELP = """# Account

To reset your password, visit the account settings page and click "Reset password".

# Opening hours

The museum opens at ten and closes at five, every day but Monday.

# Prices

Entrance is free for children. Grown-ups pay four euros.
"""


async def test_the_published_create_example_gives_the_published_answer(server: Server) -> None:
    body = {"name": "Product docs", "description": "Help-centre articles and API reference."}

    reply = await server.client.post("/v1/knowledge/groups", json=body)

    assert reply.status_code == 201
    group = reply.json()
    assert set(group) == FIELDS
    assert group | body | {"documentCount": 0} == group
    assert (await server.client.get(f"/v1/knowledge/groups/{group['id']}")).json() == group


async def test_groups_are_listed_as_a_bare_array_with_their_documents_counted(server: Server) -> None:
    first, second = await new_group(server, name="First"), await new_group(server, name="Second")
    await add(server, first, "a.txt", "One.")
    await upload(server, first, "b.txt", "Two.")

    listed = (await server.client.get("/v1/knowledge/groups?page=1&perPage=100")).json()

    assert [(one["id"], one["documentCount"]) for one in listed] == [(second, 0), (first, 2)]
    assert (await server.client.get(f"/v1/knowledge/groups/{first}")).json()["documentCount"] == 2


async def test_an_update_changes_what_it_names_and_nothing_else(server: Server) -> None:
    group = await new_group(server, description="Old")

    async def put(**fields: Any) -> dict[str, Any]:
        return await server.answer("PUT", f"/v1/knowledge/groups/{group}", json=fields)

    assert (await put(name="Customer support"))["description"] == "Old"
    changed = await put(description=None)
    assert (changed["name"], changed["description"]) == ("Customer support", None)


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({}, "name"),
        ({"name": ""}, "name"),
        ({"name": None}, "name"),
        ({"name": 5}, "name"),
        ({"name": "G", "description": 5}, "description"),
    ],
)
async def test_what_cannot_be_is_400_and_named(server: Server, fields: dict[str, Any], path: str) -> None:
    reply = await server.client.post("/v1/knowledge/groups", json=fields)

    assert reply.status_code == 400
    assert reply.json()["details"][0]["path"] == path


async def test_a_deleted_group_takes_its_documents_and_their_files_along(server: Server) -> None:
    group = await new_group(server)
    document = await add(server, group, "help.md", HELP)

    reply = await server.client.delete(f"/v1/knowledge/groups/{group}")

    assert (reply.status_code, reply.content) == (204, b"")
    assert (await server.client.get(f"/v1/knowledge/groups/{group}")).status_code == 404
    assert (await server.client.get(f"/v1/knowledge/documents/{document['id']}")).status_code == 404
    assert await server.wing.blobs.size(f"documents/{document['id']}") is None
    assert (await server.client.get("/v1/knowledge/groups")).json() == []


@pytest.mark.parametrize(
    ("verb", "path", "body"),
    [
        ("GET", "", None),
        ("PUT", "", {"name": "Mine"}),
        ("DELETE", "", None),
        ("GET", "/documents", None),
        ("POST", "/documents", {"name": "a.txt", "content": "x"}),
        (
            "POST",
            "/documents/presigned-upload",
            {"filename": "a.txt", "contentType": "text/plain", "fileSize": 1},
        ),
        ("POST", "/search", {"query": "x"}),
    ],
)
async def test_groups_that_are_not_there_or_not_ours_are_404(
    server: Server, verb: str, path: str, body: dict[str, Any] | None
) -> None:
    group = await new_group(server)
    theirs = bearer(await server.key_of_another_organization())

    async def status(id: Any, headers: dict[str, str] | None = None) -> int:
        url = f"/v1/knowledge/groups/{id}{path}"
        return (await server.client.request(verb, url, json=body, headers=headers)).status_code

    assert await status(group, theirs) == 404
    assert await status(uuid4()) == 404
    assert await status("not-an-id") == 400
    assert await status(group, bearer("wrong")) == 401
    assert (await server.client.get("/v1/knowledge/groups", headers=theirs)).json() == []


# search


async def test_the_published_search_finds_the_published_answer(server: Server) -> None:
    group = await new_group(server)
    document = await add(server, group, "getting-started.md", HELP)

    found = await search(server, group, "How do I reset my password?", limit=5)

    assert set(found[0]) == HIT_FIELDS
    assert (
        found[0]
        | {
            "documentId": document["id"],
            "filename": "getting-started.md",
            "chunkIndex": 0,
            "metadata": {"section": "Account"},
            "score": 1.0,
        }
        == found[0]
    )
    assert 'click "Reset password"' in found[0]["content"]
    assert len(found) == 1, "the others hold none of its words"


async def test_the_closest_comes_first_and_scores_say_how_close(server: Server) -> None:
    group = await new_group(server)
    await add(server, group, "help.md", HELP)
    await add(server, group, "zoo.txt", "The zoo opens at nine. Children pay two euros.")

    found = await search(server, group, "When does the museum open?")

    assert [hit["metadata"] for hit in found] == [{"section": "Opening hours"}, {}]
    assert 1.0 == found[0]["score"] > found[1]["score"] > 0
    assert [hit["filename"] for hit in await search(server, group, "zoo nine")] == ["zoo.txt"]
    assert len(await search(server, group, "children euros opening", limit=1)) == 1


async def test_rare_words_weigh_more_than_common_ones(server: Server) -> None:
    group = await new_group(server)
    common = "\n".join(f"order number {number} was shipped" for number in range(20))
    await add(server, group, "orders.log", f"{common}\norder of the giraffe")

    found = await search(server, group, "shipped giraffe", limit=20)

    assert "giraffe" in found[0]["content"]
    assert found[0]["score"] > 0.5 > found[1]["score"]


async def test_accents_and_case_do_not_matter(server: Server) -> None:
    group = await new_group(server)
    await add(server, group, "cafe.txt", "Unser Café heißt ZÜRICH.")

    for query in ("cafe", "CAFÉ", "zurich", "Zürich"):
        assert len(await search(server, group, query)) == 1, query


@pytest.mark.parametrize(
    "query", ['"', "AND OR NOT", "NEAR(a b)", "scope : x", "text:*", "a-b", "?!", "ünï", "the", "'; DROP"]
)
async def test_a_question_is_never_a_command(server: Server, query: str) -> None:
    group = await new_group(server)
    await add(server, group, "a.txt", "Something else entirely.")

    assert await search(server, group, query) == []


async def test_only_the_group_itself_is_searched(server: Server) -> None:
    group, other = await new_group(server), await new_group(server)
    await add(server, other, "help.md", HELP)

    assert await search(server, group, "password") == []


async def test_only_what_is_ready_is_found(server: Server) -> None:
    group = await new_group(server)
    document = await add(server, group, "help.md", HELP)
    assert len(await search(server, group, "password")) == 1

    await server.client.delete(f"/v1/knowledge/documents/{document['id']}")

    assert await search(server, group, "password") == []


async def test_the_answer_says_how_was_searched(server: Server) -> None:
    group = await new_group(server)

    reply = await server.client.post(f"/v1/knowledge/groups/{group}/search", json={"query": "x"})

    assert reply.headers["x-visavis-search"] == "lexical"


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({}, "query"),
        ({"query": ""}, "query"),
        ({"query": 5}, "query"),
        ({"query": "x", "limit": 0}, "limit"),
        ({"query": "x", "limit": 21}, "limit"),
        ({"query": "x", "limit": 1.5}, "limit"),
    ],
)
async def test_a_search_that_cannot_be_is_400(server: Server, fields: dict[str, Any], path: str) -> None:
    group = await new_group(server)

    reply = await server.client.post(f"/v1/knowledge/groups/{group}/search", json=fields)

    assert reply.status_code == 400
    assert reply.json()["details"][0]["path"] == path
