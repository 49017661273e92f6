"""/v1/meetings/invites: everything is checked, and then the server says that it cannot"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from tests.api.servers import AVATAR, Server, bearer

from visavis.services.meetings import UNSUPPORTED, provider_of

STOCK_PERSONA = "5a7c1e20-9d0b-4f6e-8a41-c0ffee000001"
MEETING = "https://meet.google.com/abc-defg-hij"
RUNTIME = {
    "name": "Cara",
    "avatarId": "071b0286-4cce-4808-bee2-e642f1062de3",
    "voiceId": "de23e340-1416-4dd8-977d-065a7ca11697",
    "llmId": "a7cf662c-2ace-4de1-a21e-ef0fbf144bb7",
    "systemPrompt": "You are a helpful assistant.",
}


def soon(**later: float) -> str:
    return (datetime.now(UTC) + timedelta(**later)).isoformat()


async def invite(server: Server, **fields: Any) -> httpx.Response:
    body = {"meetingUrl": MEETING, "personaId": STOCK_PERSONA} | fields
    return await server.client.post(
        "/v1/meetings/invites", json={name: value for name, value in body.items() if value is not None}
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"displayName": "Cara", "region": "eu"},
        {
            "meetingUrl": "https://company.zoom.us/j/123456789?pwd=example",
            "personaId": None,
            "personaConfig": RUNTIME,
        },
        {"joinAt": soon(hours=1), "groupCall": False, "clientLabel": "calendar"},
        {"sessionOptions": {"sessionReplay": {"enableSessionReplay": True}}},
        {"region": "us-east", "regionPolicy": "strict"},
    ],
)
async def test_a_good_invite_is_told_that_meetings_are_not_configured(
    server: Server, fields: dict[str, Any]
) -> None:
    reply = await invite(server, **fields)

    assert reply.status_code == 503, reply.text
    assert reply.json() == {
        "error": "Not configured",
        "message": "Meeting invites are not configured on this server",
    }


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"meetingUrl": None}, "meetingUrl"),
        ({"meetingUrl": "https://example.com/meeting"}, "meetingUrl"),
        ({"displayName": "x" * 101}, "displayName"),
        ({"region": "mars"}, "region"),
        ({"regionPolicy": "strict"}, "region"),
        ({"regionPolicy": "loose"}, "regionPolicy"),
        ({"joinAt": soon(hours=-1)}, "joinAt"),
        ({"joinAt": soon(days=8)}, "joinAt"),
        ({"joinAt": "2026-07-04T15:00:00"}, "joinAt"),
        ({"groupCall": "yes"}, "groupCall"),
        ({"clientLabel": "x" * 129}, "clientLabel"),
        ({"personaId": "not-an-id"}, "personaId"),
        ({"personaId": None}, "personaId"),
        ({"personaConfig": RUNTIME}, "personaId"),
        ({"personaId": None, "personaConfig": {}}, "personaConfig"),
        ({"personaId": None, "personaConfig": {"personaId": STOCK_PERSONA}}, "personaConfig"),
        (
            {"personaId": None, "personaConfig": {"maxSessionLengthSeconds": 0}},
            "personaConfig.maxSessionLengthSeconds",
        ),
        (
            {"personaId": None, "personaConfig": {"avatarId": AVATAR, "voiceId": "no-such"}},
            "personaConfig.voiceId",
        ),
        (
            {"sessionOptions": {"sessionReplay": {"enableSessionReplay": 1}}},
            "sessionOptions.sessionReplay.enableSessionReplay",
        ),
    ],
)
async def test_what_is_wrong_is_400_and_named(server: Server, fields: dict[str, Any], path: str) -> None:
    reply = await invite(server, **fields)

    assert reply.status_code == 400, reply.text
    problem = reply.json()
    assert problem["error"] == "Validation error"
    assert problem["details"][0]["path"] == path
    assert problem["summary"].startswith(f"{path}: ")


async def test_personas_of_others_cannot_be_invited(server: Server) -> None:
    theirs = bearer(await server.key_of_another_organization())
    persona = (await server.client.post("/v1/personas", json={}, headers=theirs)).json()["id"]

    for id in (persona, str(uuid4())):
        reply = await invite(server, personaId=id)
        assert (reply.status_code, reply.json()["error"]) == (403, "Forbidden")


async def test_there_are_no_invites(server: Server) -> None:
    listed = await server.client.get("/v1/meetings/invites", params={"status": "pending"})
    assert listed.json()["data"] == []
    assert listed.json()["meta"]["total"] == 0
    assert (await server.client.get("/v1/meetings/invites?status=late")).status_code == 400
    for verb in ("GET", "DELETE"):
        reply = await server.client.request(verb, f"/v1/meetings/invites/{uuid4()}")
        assert (reply.status_code, reply.json()["error"]) == (404, "Not found")
        assert (await server.client.request(verb, "/v1/meetings/invites/x")).status_code == 400
        unknown = await server.client.request(
            verb, f"/v1/meetings/invites/{uuid4()}", headers=bearer("wrong")
        )
        assert unknown.status_code == 401


@pytest.mark.parametrize(
    ("url", "provider"),
    [
        (MEETING, "google_meet"),
        ("meet.google.com/abc-defg-hij", "google_meet"),
        ("https://zoom.us/j/1", "zoom"),
        ("https://US02web.zoom.us/j/1", "zoom"),
        ("https://teams.microsoft.com/l/meetup-join/1", "microsoft_teams"),
        ("https://teams.live.com/meet/1", "microsoft_teams"),
    ],
)
def test_the_address_says_whose_meeting_it_is(url: str, provider: str) -> None:
    assert provider_of(url) == provider


@pytest.mark.parametrize(
    "url",
    [
        "http://meet.google.com/a",
        "https://meet.google.com.evil.example",
        "https://evilzoom.us",
        "https://[",
        "",
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(Exception, match=UNSUPPORTED):
        provider_of(url)
