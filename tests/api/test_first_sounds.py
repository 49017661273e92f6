"""GET /v1/voices/first-sounds: how soon each voice began to sound, and nothing of those that were not measured."""

from __future__ import annotations

from typing import Any

from tests.api.conversations import start
from tests.api.servers import Server, bearer

from visavis.contract.events import TurnLatency
from visavis.services.first_sounds import MOST_TURNS

LUCY = "de23e340-1416-4dd8-977d-065a7ca11697"
FLITE_RMS = "b3b1f0de-6a53-4a3c-8c3e-2f6b7d1c5e02"


def sounded(after_s: float, began_s: float = 0.5) -> TurnLatency:
    return TurnLatency(voice_began_s=began_s, first_sound_s=began_s + after_s)


async def talk(server: Server, voice_id: str, *answers: TurnLatency | None) -> None:
    one = await start(server, voiceId=voice_id)
    await one.began()
    for number, answer in enumerate(answers):
        await one.said("persona", "Well.", 3 * number, latency=answer)
    await one.ended(1000)


async def first_sounds(server: Server, **headers: Any) -> list[dict[str, Any]]:
    reply = await server.client.get("/v1/voices/first-sounds", **headers)
    assert reply.status_code == 200, reply.text
    data: list[dict[str, Any]] = reply.json()["data"]
    return data


async def test_a_voice_that_was_not_measured_is_not_there(server: Server) -> None:
    await talk(server, LUCY, None, TurnLatency(first_sound_s=0.4), TurnLatency(voice_began_s=0.4))

    assert await first_sounds(server) == []


async def test_each_voice_has_its_own_median(server: Server) -> None:
    await talk(server, LUCY, sounded(0.1), sounded(0.3), sounded(0.2))
    await talk(server, FLITE_RMS, sounded(0.05))

    assert sorted(await first_sounds(server), key=lambda one: -one["turns"]) == [
        {"voiceId": LUCY, "turns": 3, "medianSeconds": 0.2},
        {"voiceId": FLITE_RMS, "turns": 1, "medianSeconds": 0.05},
    ]


async def test_the_newest_turns_count(server: Server) -> None:
    await talk(server, LUCY, *[sounded(9)] * 5, *[sounded(0.1)] * MOST_TURNS)

    (lucy,) = await first_sounds(server)
    assert (lucy["turns"], lucy["medianSeconds"]) == (MOST_TURNS, 0.1)


async def test_other_organizations_measure_for_themselves(server: Server) -> None:
    await talk(server, LUCY, sounded(0.1))

    assert await first_sounds(server, headers=bearer(await server.key_of_another_organization())) == []
