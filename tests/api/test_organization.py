"""/v1/organization, and what its settings do to sessions"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.api.servers import EPHEMERAL, Server, bearer, serving

STOCK_PERSONA = "5a7c1e20-9d0b-4f6e-8a41-c0ffee000001"


async def settle(server: Server, **settings: Any) -> dict[str, Any]:
    return await server.answer("PUT", "/v1/organization", json=settings)


async def start(server: Server, **persona_config: Any) -> httpx.Response:
    return await server.start(body={"personaConfig": EPHEMERAL | persona_config})


async def test_everything_is_open_at_first(server: Server) -> None:
    organization = (await server.client.get("/v1/organization")).json()

    assert organization["id"]
    assert organization["name"] == "My organization"
    for setting in ("defaultLanguage", "maxConcurrentSessions", "maxSessionLengthSeconds", "retentionDays"):
        assert organization[setting] is None
    assert organization["allowedAvatarModels"] is None
    assert organization["serverDefaults"] == {
        "defaultLanguage": "en",
        "maxConcurrentSessions": 8,
        "retentionDays": 30,
    }


async def test_a_change_keeps_what_it_does_not_name_and_null_goes_back(server: Server) -> None:
    await settle(server, name="Museum", retentionDays=7)

    organization = await settle(server, defaultLanguage="de")

    assert (organization["name"], organization["retentionDays"]) == ("Museum", 7)
    assert organization["defaultLanguage"] == "de"
    assert (await settle(server, retentionDays=None))["retentionDays"] is None
    assert (await server.client.get("/v1/organization")).json() == await settle(server)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("name", ""),
        ("name", None),
        ("defaultLanguage", "inherit"),
        ("defaultLanguage", "English"),
        ("maxConcurrentSessions", -1),
        ("maxSessionLengthSeconds", 0),
        ("retentionDays", 0),
        ("allowedAvatarModels", []),
        ("allowedAvatarModels", ["cara-9"]),
        ("plan", "enterprise"),
    ],
)
async def test_what_cannot_be_is_400_and_named(server: Server, setting: str, value: Any) -> None:
    reply = await server.client.put("/v1/organization", json={setting: value})

    assert reply.status_code == 400
    assert reply.json()["details"][0]["path"].split(".")[0] == setting


async def test_everybody_sees_and_changes_their_own(server: Server) -> None:
    theirs = bearer(await server.key_of_another_organization())
    await server.client.put("/v1/organization", json={"retentionDays": 1}, headers=theirs)

    assert (await server.client.get("/v1/organization", headers=theirs)).json()["name"] == "Somebody else"
    assert (await server.client.get("/v1/organization")).json()["retentionDays"] is None
    assert (await server.client.get("/v1/organization", headers=bearer("wrong"))).status_code == 401


async def test_a_persona_that_names_no_language_hears_the_organizations(server: Server) -> None:
    await settle(server, defaultLanguage="fr")

    for wish in ({}, {"languageCode": "inherit"}, {"languageCode": "de"}, {"personaId": STOCK_PERSONA}):
        await start(server, **wish)

    assert [spec.persona.language for spec in server.placement.placed] == ["fr", "fr", "de", "fr"]


async def test_no_session_is_longer_than_the_organization_allows(server: Server) -> None:
    await settle(server, maxSessionLengthSeconds=60)

    for wish in ({}, {"maxSessionLengthSeconds": 30}, {"maxSessionLengthSeconds": 90}):
        await start(server, **wish)

    assert [spec.max_session_seconds for spec in server.placement.placed] == [60, 30, 60]


async def test_models_that_the_organization_does_not_allow_are_403(server: Server) -> None:
    await settle(server, allowedAvatarModels=["cara-3", "cara-4"])

    assert (await start(server)).status_code == 200
    reply = await start(server, avatarModel="cara-4-latest")
    assert (reply.status_code, reply.json()["error"]) == (403, "Forbidden")
    body = {"personaConfig": EPHEMERAL | {"avatarModel": "cara-2"}}
    assert (await server.client.post("/v1/auth/session-token", json=body)).status_code == 403


async def test_no_organization_holds_more_sessions_than_the_server_allows(data_dir: Path) -> None:
    async with serving(data_dir, max_concurrent_sessions=2) as server:
        reply = await server.client.put("/v1/organization", json={"maxConcurrentSessions": 3})
        assert (reply.status_code, reply.json()["details"]) == (
            400,
            [
                {
                    "path": "maxConcurrentSessions",
                    "message": "This server allows 2 concurrent sessions at most",
                    "code": "too_big",
                }
            ],
        )
        await settle(server, maxConcurrentSessions=2)
    async with serving(data_dir, max_concurrent_sessions=1) as server:  # its operator lowers it
        assert (await server.client.get("/v1/sessions/concurrency")).json()["limit"] == 1
        assert [(await start(server)).status_code for _ in range(2)] == [200, 429]


async def test_a_token_from_before_the_change_obeys_it_too(server: Server) -> None:
    token = await server.token(**EPHEMERAL)
    await settle(server, maxConcurrentSessions=0)
    assert (await server.start(token)).status_code == 429
    await settle(server, maxConcurrentSessions=1, allowedAvatarModels=["cara-4"])
    assert (await server.start(token)).status_code == 403
    await settle(server, allowedAvatarModels=None)
    assert (await server.start(token)).status_code == 200


async def test_starting_a_session_does_not_date_the_settings_anew(server: Server) -> None:
    before = await settle(server, name="Museum")

    await start(server)

    assert (await server.client.get("/v1/organization")).json()["updatedAt"] == before["updatedAt"]
