"""The knowledge groups of a persona"""

from __future__ import annotations

from uuid import uuid4

from tests.api.knowing import new_group
from tests.api.persona_requests import create, refused, started, update
from tests.api.servers import Server, bearer

from visavis.store.tables import KnowledgeGroup


async def test_knowledge_is_shown_as_groups_in_the_order_given(server: Server) -> None:
    first, second = await new_group(server, name="Opening hours"), await new_group(server, name="Paintings")

    persona = await create(server, knowledge=[second, first, second])

    groups = (await server.client.get("/v1/knowledge/groups")).json()
    by_id = {group["id"]: group for group in groups}
    assert persona["knowledge"] == [by_id[second], by_id[first]]
    assert set(persona["knowledge"][0]) == {
        *("id", "name", "description", "documentCount", "createdAt", "updatedAt")
    }


async def test_an_update_replaces_all_knowledge_and_leaves_it_where_it_is_not_named(server: Server) -> None:
    one, other = await new_group(server), await new_group(server)
    persona = await create(server, knowledge=[one])

    assert [g["id"] for g in (await update(server, persona["id"], name="Nora"))["knowledge"]] == [one]
    assert [g["id"] for g in (await update(server, persona["id"], knowledge=[other]))["knowledge"]] == [other]
    assert (await update(server, persona["id"], knowledge=[]))["knowledge"] == []
    assert (await started(server, persona["id"])).knowledge == ()


async def test_a_deleted_group_disappears_from_personas_and_their_sessions(server: Server) -> None:
    one, other = await new_group(server), await new_group(server)
    persona = await create(server, knowledge=[one, other])

    assert (await server.client.delete(f"/v1/knowledge/groups/{one}")).status_code == 204

    persona = (await server.client.get(f"/v1/personas/{persona['id']}")).json()
    assert [group["id"] for group in persona["knowledge"]] == [other]
    assert (await started(server, persona["id"])).knowledge == (other,)


async def test_knowledge_of_others_is_none(server: Server) -> None:
    theirs = bearer(await server.key_of_another_organization())
    group = (await server.client.post("/v1/knowledge/groups", json={"name": "x"}, headers=theirs)).json()

    assert (await refused(server, knowledge=[group["id"]]))["path"] == "knowledge.0"


async def test_an_ephemeral_persona_may_bring_knowledge(server: Server) -> None:
    group = await new_group(server)

    assert (await server.start(body={"personaConfig": {"knowledge": [group]}})).status_code == 200
    reply = await server.start(body={"personaConfig": {"knowledge": [str(uuid4())]}})

    assert server.placement.placed[-1].knowledge == (group,)
    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "personaConfig.knowledge.0")


async def test_a_deleted_persona_leaves_its_knowledge_alone(server: Server) -> None:
    group = await new_group(server)
    persona = await create(server, knowledge=[group])

    await server.client.delete(f"/v1/personas/{persona['id']}")

    async with server.wing.database.transaction() as session:
        assert await session.get(KnowledgeGroup, group)
