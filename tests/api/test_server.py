"""/v1/server, and the check of a line"""

from __future__ import annotations

from pathlib import Path

import pytest
from aiortc import RTCConfiguration, RTCPeerConnection
from tests.api.servers import Server, serving

import visavis
from visavis.services.keys import create_key

TURN = {
    "stun_url": "stun:stun.example.com:3478",
    "turn_url": "turn:turn.example.com:3478",
    "turn_username": "guest",
    "turn_credential": "s3cret",
}


async def test_a_server_says_how_it_is(data_dir: Path) -> None:
    async with serving(data_dir, **TURN, udp_port_min=40_000, udp_port_max=40_100) as server:
        answer = (await server.client.get("/v1/server")).json()

    assert (answer["version"], answer["ready"], answer["demoLlm"]) == (visavis.__version__, True, True)
    (engine,) = answer["engines"]
    assert (engine["name"], engine["sessions"], engine["pictureMs"]) == ("engine-1", 1, 4.25)
    assert answer["parts"] == [
        {"stage": "speak", "name": "Flite", "version": None},
        {"stage": "line", "name": "aiortc", "version": "1.16.0"},
    ]
    assert answer["machine"]["cpus"] >= 1
    assert 0 < answer["storage"]["freeBytes"] <= answer["storage"]["totalBytes"]
    assert answer["storage"]["dataDir"] == str(data_dir)
    network = answer["network"]
    assert (network["udpPortMin"], network["udpPortMax"], network["publicUrl"]) == (40_000, 40_100, None)
    assert [one["urls"] for one in network["iceServers"]] == [[TURN["stun_url"]], [TURN["turn_url"]]]


async def test_without_engines_there_is_none(server: Server) -> None:
    server.placement.ready, server.placement.refuses = False, True
    answer = (await server.client.get("/v1/server")).json()
    assert (answer["ready"], answer["engines"], answer["parts"]) == (False, [], [])


async def test_an_offer_is_answered_as_in_a_session(server: Server) -> None:
    browser = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    browser.createDataChannel("check")
    browser.addTransceiver("audio", "recvonly")
    await browser.setLocalDescription(await browser.createOffer())
    reply = await server.client.post("/v1/server/line-check", json={"sdp": browser.localDescription.sdp})
    assert reply.status_code == 200, reply.text
    assert "a=candidate:" in reply.json()["sdp"]
    assert reply.json()["lastsSeconds"] > 0
    await browser.close()
    await server.placement.checks.close()


async def test_what_is_no_offer_is_said_to_be_none(server: Server) -> None:
    reply = await server.client.post("/v1/server/line-check", json={"sdp": "v=0"})
    assert reply.status_code == 400
    assert reply.json()["details"][0]["path"] == "sdp"
    server.placement.refuses = True
    assert (await server.client.post("/v1/server/line-check", json={"sdp": "v=0"})).status_code == 503


@pytest.mark.parametrize(("permission", "status"), [("organization:read", 200), ("sessions:read", 403)])
async def test_it_needs_the_permission_to_see_the_organization(
    server: Server, permission: str, status: int
) -> None:
    organization = (await server.client.get("/v1/organization")).json()["id"]
    async with server.wing.database.transaction() as session:
        made = await create_key(
            session, server.wing.keyring, organization, "reader", permissions=[permission]
        )
    headers = {"authorization": f"Bearer {made.key}"}
    assert (await server.client.get("/v1/server", headers=headers)).status_code == status
