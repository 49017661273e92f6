"""Drafts of personas: saved, looked at, talked to, published; and the versions that publishing leaves."""

from __future__ import annotations

from typing import Any

import pytest
from tests.api.knowing import new_group
from tests.api.servers import KEY, Server, bearer

from visavis.services.permissions import LACKING

LUCY = "de23e340-1416-4dd8-977d-065a7ca11697"
FLITE_RMS = "b3b1f0de-6a53-4a3c-8c3e-2f6b7d1c5e02"
STOCK_PERSONA = "5a7c1e20-9d0b-4f6e-8a41-c0ffee000001"
END_CALL = "70015000-9d0b-4f6e-8a41-c0ffee000001"
NOTHING = {"changes": [], "revision": None, "savedAt": None}


async def ask(server: Server, verb: str, path: str, body: Any = None, status: int = 200) -> dict[str, Any]:
    reply = await server.client.request(verb, f"/v1/personas{path}", json=body)
    assert reply.status_code == status, reply.text
    answer: dict[str, Any] = reply.json()
    return answer


async def nora(server: Server, **fields: Any) -> str:
    made = {"name": "Nora", "systemPrompt": "You guide.", "voiceId": LUCY} | fields
    return str((await ask(server, "POST", "", made, 201))["id"])


async def get(server: Server, id: str) -> dict[str, Any]:
    return await ask(server, "GET", f"/{id}")


async def draft(server: Server, id: str) -> dict[str, Any]:
    return await ask(server, "GET", f"/{id}/draft")


async def save(server: Server, id: str, **fields: Any) -> dict[str, Any]:
    return await ask(server, "PUT", f"/{id}/draft", fields)


async def publish(server: Server, id: str, **seen: Any) -> dict[str, Any]:
    return await ask(server, "POST", f"/{id}/publish", seen or None)


async def versions(server: Server, id: str) -> list[dict[str, Any]]:
    return list((await ask(server, "GET", f"/{id}/versions"))["data"])


async def refused(server: Server, verb: str, path: str, body: Any, status: int) -> str:
    return str((await ask(server, verb, path, body, status))["message"])


# saving


async def test_a_persona_without_a_draft_is_its_own(server: Server) -> None:
    id = await nora(server)

    assert await draft(server, id) == {"persona": await get(server, id)} | NOTHING


async def test_a_draft_is_saved_beside_the_persona(server: Server) -> None:
    id = await nora(server)
    before = await get(server, id)

    saved = await save(server, id, systemPrompt="You guide quickly.", toolIds=[END_CALL])

    assert saved["changes"] == ["systemPrompt", "toolIds"]
    assert saved["revision"]
    assert saved["persona"]["brain"]["systemPrompt"] == "You guide quickly."
    assert [tool["id"] for tool in saved["persona"]["tools"]] == [END_CALL]
    assert await draft(server, id) == saved
    assert await get(server, id) == before


async def test_the_list_marks_whose_draft_is_not_published(server: Server) -> None:
    edited, published, untouched = [await nora(server) for _ in range(3)]
    await save(server, edited, systemPrompt="You guide quickly.")
    await save(server, published, systemPrompt="You guide slowly.")
    await publish(server, published)

    listed = {one["id"]: one["hasDraft"] for one in (await ask(server, "GET", ""))["data"]}

    assert listed[edited]
    assert not listed[published]
    assert not listed[untouched]
    assert not listed[STOCK_PERSONA]


async def test_what_is_saved_later_is_added(server: Server) -> None:
    id = await nora(server)
    first = await save(server, id, systemPrompt="You guide quickly.")

    second = await save(server, id, name="Nora II")

    assert set(second["changes"]) == {"systemPrompt", "name"}
    assert second["revision"] != first["revision"]


async def test_a_field_that_is_as_before_is_no_change(server: Server) -> None:
    id = await nora(server)
    await save(server, id, systemPrompt="You guide quickly.")

    back = await save(server, id, systemPrompt="You guide.")

    assert back == {"persona": await get(server, id)} | NOTHING


async def test_what_is_changed_directly_shows_through_a_draft(server: Server) -> None:
    id = await nora(server)
    await save(server, id, systemPrompt="You guide quickly.")

    await ask(server, "PUT", f"/{id}", {"name": "Eleonora", "systemPrompt": "You guide quickly."})

    seen = await draft(server, id)
    assert seen["persona"]["name"] == "Eleonora"
    assert seen["changes"] == []


async def test_another_voice_lets_go_of_options_in_a_draft_as_in_an_update(server: Server) -> None:
    id = await nora(server, voiceGenerationOptions={"stability": 0.3})
    await save(server, id, voiceGenerationOptions={"stability": 0.9})

    saved = await save(server, id, voiceId=FLITE_RMS)

    assert saved["persona"]["voiceGenerationOptions"] is None
    assert set(saved["changes"]) == {"voiceId", "voiceGenerationOptions"}
    assert (await publish(server, id))["voice"]["id"] == FLITE_RMS


WRONG: tuple[tuple[dict[str, Any], str], ...] = (
    ({"voiceId": "nobody"}, "voiceId"),
    ({"nickname": "N"}, "nickname"),
    ({"name": None}, "name"),
    ({"voiceSpeed": 1.9}, "voiceSpeed"),
    ({"videoWidth": 31, "videoHeight": 7}, "videoWidth"),
    ({"toolIds": ["none"]}, "toolIds"),
    ({"knowledge": ["5a7c1e20-9d0b-4f6e-8a41-c0ffee00ffff"]}, "knowledge.0"),
    (
        {"voiceDetectionOptions": {"speechEnhancementLevel": 2}},
        "voiceDetectionOptions.speechEnhancementLevel",
    ),
    ({"widgetConfig": {"layout": "inline"}}, "widgetConfig"),
)


async def test_a_draft_refuses_what_an_update_refuses_and_stays_as_it_was(server: Server) -> None:
    id = await nora(server)
    before = await save(server, id, systemPrompt="You guide quickly.")

    for fields, path in WRONG:
        answer = await ask(server, "PUT", f"/{id}/draft", fields, 400)
        assert answer["details"][0]["path"] == path
    assert await draft(server, id) == before


async def test_nobody_overwrites_what_they_have_not_seen(server: Server) -> None:
    id = await nora(server)
    mine = await save(server, id, systemPrompt="Mine.", revision=None)
    theirs = await save(server, id, name="Theirs", revision=mine["revision"])

    for stale in (None, mine["revision"]):
        for verb, path in (("PUT", "draft"), ("POST", "publish"), ("POST", "versions/1/restore")):
            said = await refused(server, verb, f"/{id}/{path}", {"revision": stale}, 409)
            assert "Somebody else has saved this draft" in said

    assert await draft(server, id) == theirs
    assert (await publish(server, id, revision=theirs["revision"]))["name"] == "Theirs"


async def test_a_draft_is_discarded(server: Server) -> None:
    id = await nora(server)
    await save(server, id, name="Nobody")

    assert await ask(server, "DELETE", f"/{id}/draft") == {"persona": await get(server, id)} | NOTHING
    assert (await draft(server, id))["changes"] == []


async def test_a_part_that_is_gone_is_shown_as_none_and_not_published(server: Server) -> None:
    id = await nora(server)
    voice = {"displayName": "Ours", "provider": "cartesia", "providerVoiceId": "ours"}
    theirs = (await server.client.post("/v1/voices", json=voice)).json()["id"]
    group = await new_group(server)
    await save(server, id, voiceId=theirs, knowledge=[group])
    await server.client.delete(f"/v1/voices/{theirs}")
    await server.client.delete(f"/v1/knowledge/groups/{group}")

    seen = (await draft(server, id))["persona"]

    assert (seen["voice"], seen["knowledge"]) == (None, [])
    assert theirs in await refused(server, "POST", f"/{id}/publish", None, 400)
    assert (await get(server, id))["voice"]["id"] == LUCY


async def test_stock_personas_have_no_drafts(server: Server) -> None:
    assert (await draft(server, STOCK_PERSONA))["changes"] == []
    await refused(server, "PUT", f"/{STOCK_PERSONA}/draft", {"name": "Mine"}, 403)
    await refused(server, "POST", f"/{STOCK_PERSONA}/publish", None, 403)


async def test_a_deleted_persona_takes_its_draft_along(server: Server) -> None:
    id = await nora(server)
    await save(server, id, name="Nobody")
    await publish(server, id)
    await save(server, id, name="Somebody")

    assert await ask(server, "DELETE", f"/{id}") == {"message": "Persona deleted"}

    for verb, path in (("GET", "draft"), ("GET", "versions"), ("POST", "publish")):
        assert await refused(server, verb, f"/{id}/{path}", None, 404) == "Persona not found"


async def test_whoever_may_change_personas_may_change_their_drafts(server: Server) -> None:
    id = await nora(server)
    await save(server, id, name="Nora II")
    for permission, status in (("personas:delete", 403), ("personas:create", 403), ("personas:update", 200)):
        made = await server.client.post("/v1/api-keys", json={"name": "k", "permissions": [permission]})
        key = bearer(made.json()["key"])
        for verb, path in (("POST", "publish"), ("PUT", "draft"), ("DELETE", "draft")):
            reply = await server.client.request(verb, f"/v1/personas/{id}/{path}", headers=key, json={})
            assert reply.status_code == status, (permission, reply.text)
            assert status == 200 or reply.json()["message"] == LACKING


# talking


async def test_only_who_asks_for_the_draft_talks_to_it(server: Server) -> None:
    id = await nora(server)
    group = await new_group(server)
    await save(server, id, systemPrompt="You guide quickly.", knowledge=[group], videoQuality="high")

    async def talked_to(token: str) -> tuple[str, tuple[str, ...], str]:
        assert (await server.start(token)).status_code == 200
        spec = server.placement.placed[-1]
        return spec.persona.system_prompt, spec.knowledge, spec.video_quality

    drafted, published = ("You guide quickly.", (group,), "high"), ("You guide.", (), "auto")
    assert await talked_to(await server.token(personaId=id, draft=True)) == drafted
    assert await talked_to(await server.token(personaId=id)) == published
    link = await server.client.post("/v1/share-links", json={"personaId": id})
    shared = await server.client.post(
        f"/share/{link.json()['token']}/session-token", headers={"origin": "http://testserver"}
    )
    assert await talked_to(shared.json()["sessionToken"]) == published


async def test_a_draft_without_a_persona_is_asked_for_in_vain(server: Server) -> None:
    reply = await server.client.post("/v1/auth/session-token", json={"personaConfig": {"draft": True}})

    assert reply.headers["x-visavis-ignored"] == "personaConfig.draft"


# publishing


async def test_publishing_makes_the_draft_the_persona(server: Server) -> None:
    id = await nora(server)
    group = await new_group(server)
    saved = await save(server, id, name="Nora II", toolIds=[END_CALL], knowledge=[group], initialMessage="Hi")

    published = await publish(server, id)

    assert await get(server, id) == published
    assert published | {"updatedAt": ""} == saved["persona"] | {"updatedAt": ""}
    assert published["updatedAt"] > saved["persona"]["updatedAt"]
    assert await draft(server, id) == {"persona": published} | NOTHING
    assert "nothing to publish" in await refused(server, "POST", f"/{id}/publish", None, 409)


async def test_every_published_state_is_a_version(server: Server) -> None:
    id = await nora(server)
    assert await versions(server, id) == []
    await save(server, id, systemPrompt="Second.")
    await publish(server, id)
    await ask(server, "PUT", f"/{id}", {"systemPrompt": "Third, directly."})
    await save(server, id, name="Nora IV", voiceSpeed=1.1)
    await publish(server, id)

    kept = await versions(server, id)

    assert [(one["number"], one["config"]["systemPrompt"], one["config"]["name"]) for one in kept] == [
        (4, "Third, directly.", "Nora IV"),
        (3, "Third, directly.", "Nora"),
        (2, "Second.", "Nora"),
        (1, "You guide.", "Nora"),
    ]
    assert [set(one["changes"]) for one in kept] == [
        {"name", "voiceSpeed"},
        {"systemPrompt"},
        {"systemPrompt"},
        set(),
    ]
    assert kept[0]["publishedAt"] == (await get(server, id))["updatedAt"]
    again = await ask(server, "POST", "", kept[0]["config"], 201)
    assert again["brain"]["systemPrompt"] == "Third, directly."


async def test_the_oldest_versions_go(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("visavis.services.persona_versions.MOST_VERSIONS", 3)
    id = await nora(server)
    for number in range(5):
        await save(server, id, name=f"Nora {number}")
        await publish(server, id)

    assert [one["number"] for one in await versions(server, id)] == [6, 5, 4]


async def test_a_version_is_restored_as_a_draft(server: Server) -> None:
    id = await nora(server, voiceGenerationOptions={"stability": 0.3}, toolIds=[END_CALL])
    first = await get(server, id)
    await save(server, id, voiceId=FLITE_RMS, toolIds=[])
    published = await publish(server, id)
    await save(server, id, name="Nobody")

    restored = await ask(server, "POST", f"/{id}/versions/1/restore")

    assert restored["persona"] | {"updatedAt": ""} == first | {"updatedAt": ""}
    assert set(restored["changes"]) == {"voiceId", "voiceGenerationOptions", "toolIds"}
    assert await get(server, id) == published
    await publish(server, id)
    assert len(await versions(server, id)) == 3
    assert await refused(server, "POST", f"/{id}/versions/9/restore", None, 404) == "Version not found"


async def test_versions_are_their_organizations(server: Server) -> None:
    id = await nora(server)
    await save(server, id, name="Nora II")
    stranger = bearer(await server.key_of_another_organization())

    for verb, path in (
        ("GET", "draft"),
        ("PUT", "draft"),
        ("GET", "versions"),
        ("POST", "versions/1/restore"),
    ):
        reply = await server.client.request(verb, f"/v1/personas/{id}/{path}", headers=stranger, json={})
        assert reply.status_code == 404
    assert (await server.client.get(f"/v1/personas/{id}/draft", headers=bearer(KEY))).status_code == 200
