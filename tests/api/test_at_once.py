"""Requests that come at once, on a database with one writer and on one with many."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select
from tests.api.conversations import short_talk
from tests.api.knowing import new_group
from tests.api.servers import Server, bearer
from tests.databases import only_postgresql

from visavis.services.bootstrap import open_control_wing
from visavis.settings import Settings
from visavis.store.tables import ApiKey, Organization, Turn

AT_ONCE = 8
without_warnings = pytest.mark.filterwarnings("error::sqlalchemy.exc.SAWarning")


async def test_no_change_to_a_persona_is_lost(server: Server) -> None:
    persona = (await server.client.post("/v1/personas", json={"name": "Nora"})).json()["id"]
    widget = {"layout": "inline", "allowEverywhere": True, "position": "top-left", "showTranscript": False}

    await asyncio.gather(
        *(
            server.client.put(f"/v1/personas/{persona}", json={"widgetConfig": {key: value}})
            for key, value in widget.items()
        )
    )

    kept = (await server.client.get(f"/v1/personas/{persona}")).json()["widgetConfig"]
    assert kept == widget


@without_warnings
async def test_what_is_deleted_while_it_is_changed_is_gone_and_nobody_fails(server: Server) -> None:
    persona = (await server.client.post("/v1/personas", json={"name": "Nora"})).json()["id"]
    path = f"/v1/personas/{persona}"

    async def changed(number: int) -> httpx.Response:
        return await server.client.put(path, json={"name": f"Nora {number}"})

    async def linked() -> httpx.Response:
        return await server.client.post("/v1/share-links", json={"personaId": persona})

    replies = await asyncio.gather(
        *(changed(number) for number in range(AT_ONCE)),
        server.client.delete(path),
        *(linked() for _ in range(AT_ONCE)),
        server.client.delete(path),
    )

    assert {reply.status_code for reply in replies} <= {200, 201, 204, 400, 404, 409}
    assert (await server.client.get(path)).status_code == 404


@without_warnings
@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/v1/personas", {"name": "Nora"}),
        ("/v1/voices", {"displayName": "Ours", "provider": "CARTESIA", "providerVoiceId": "x"}),
        ("/v1/llms", {"displayName": "Ours", "llmFormat": "openai", "modelName": "m"}),
        ("/v1/webhooks", {"url": "https://93.184.216.34/hook"}),
        ("/v1/knowledge/groups", {"name": "Product docs"}),
    ],
)
async def test_what_many_delete_at_once_is_deleted_to_each_or_gone_already(
    server: Server, path: str, fields: dict[str, str]
) -> None:
    made = await server.client.post(path, json=fields)
    one = f"{path}/{made.json()['id']}"

    replies = await asyncio.gather(*(server.client.delete(one) for _ in range(AT_ONCE)))

    assert {reply.status_code for reply in replies} <= {200, 204, 404}
    assert (await server.client.get(one)).status_code == 404


async def test_an_upload_confirmed_by_many_at_once_is_confirmed_to_each(server: Server) -> None:
    group = await new_group(server)
    body = {"filename": "big.txt", "contentType": "text/plain", "fileSize": 12}
    announced = (
        await server.client.post(f"/v1/knowledge/groups/{group}/documents/presigned-upload", json=body)
    ).json()
    await server.client.send(
        httpx.Request(
            "PUT", announced["uploadUrl"], content=b"Hello world.", headers={"content-type": "text/plain"}
        )
    )
    url = f"/v1/knowledge/documents/{announced['documentId']}/confirm-upload"

    replies = await asyncio.gather(*(server.client.post(url, json={"fileSize": 12}) for _ in range(AT_ONCE)))

    assert {reply.status_code for reply in replies} == {200}


async def test_a_report_that_comes_during_an_erasure_brings_nothing_back(server: Server) -> None:
    for _ in range(3):
        talk = await short_talk(server)

        await asyncio.gather(
            *(talk.said("user", f"One more thing {number}", 20 + number) for number in range(AT_ONCE)),
            server.client.delete(f"/v1/sessions/{talk.id}"),
        )

        async with server.wing.database.transaction() as session:
            assert (await session.scalars(select(Turn.text).where(Turn.session_id == talk.id))).all() == []


async def test_tokens_are_minted_together(server: Server) -> None:
    tokens = await asyncio.gather(*(server.token() for _ in range(20)))

    assert len(set(tokens)) == 20


@only_postgresql
async def test_servers_that_start_at_once_make_one_organization_and_one_key(data_dir: Path) -> None:
    settings = Settings(data_dir=data_dir, OLLAMA_HOST="http://127.0.0.1:9")
    wings = await asyncio.gather(*(open_control_wing(settings) for _ in range(4)))

    async with wings[0].database.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(Organization)) == 1
        assert await session.scalar(select(func.count()).select_from(ApiKey)) == 1
    assert sum(wing.first_key is not None for wing in wings) == 1
    for wing in wings:
        await wing.close()


@only_postgresql
async def test_a_restart_of_the_database_costs_no_later_request(server: Server) -> None:
    theirs = bearer(await server.key_of_another_organization())
    await asyncio.gather(*(server.client.get("/v1/personas", headers=theirs) for _ in range(AT_ONCE)))
    async with server.wing.database.reading() as connection:
        await connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    replies = await asyncio.gather(
        *(server.client.get("/v1/personas", headers=theirs) for _ in range(AT_ONCE))
    )

    assert {reply.status_code for reply in replies} == {200}
