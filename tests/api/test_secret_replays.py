"""Answers that may be asked for again and are secret"""

from __future__ import annotations

from pathlib import Path

from tests.api.repeats import PERSONA, is_replay, post, rows
from tests.api.servers import Server, serving
from tests.databases import only_sqlite


@only_sqlite  # whose file is searched
async def test_a_new_api_key_can_be_asked_for_again_and_lies_nowhere_in_the_clear(server: Server) -> None:
    first = await post(server, "/v1/api-keys", "key-of-mr-smith", json={"name": "ci"})
    again = await post(server, "/v1/api-keys", "key-of-mr-smith", json={"name": "ci"})

    is_replay(again, first)
    await server.wing.close()
    stored = b"".join(path.read_bytes() for path in everything_in(server.wing.settings.data_dir))
    assert first.json()["prefix"].encode() in stored, "the search can find what is there"
    assert first.json()["key"].encode() not in stored
    assert b"smith" not in stored


async def test_of_a_prompt_that_is_not_kept_nothing_is_kept_here(server: Server) -> None:
    secret = "Mrs Jones fears the dark"
    body = {"personaConfig": {"systemPrompt": secret, "zeroDataRetention": True}}

    first = await post(server, "/v1/engine/session", json=body)

    assert first.status_code == 200
    assert len(await rows(server)) == 1
    await server.wing.close()
    stored = b"".join(path.read_bytes() for path in everything_in(server.wing.settings.data_dir))
    assert secret.encode() not in stored


def everything_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_it_outlives_a_restart(data_dir: Path) -> None:
    async with serving(data_dir) as server:
        first = await post(server, "/v1/personas", json=PERSONA)
    async with serving(data_dir) as server:
        is_replay(await post(server, "/v1/personas", json=PERSONA), first)
