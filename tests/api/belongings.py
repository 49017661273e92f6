"""One row of each kind that an organization can have."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from tests.api.conversations import Conversation, start
from tests.api.knowing import until_read
from tests.api.operations import ADDRESS, DEAF, Rows
from tests.api.servers import Server

from visavis.contract.events import TurnLatency
from visavis.store.tables import Avatar, Job, Table

LATENCY = TurnLatency(transcript_s=0.2, first_token_s=0.5, first_sound_s=1.0)
"""What analytics are made of."""


async def belongings(server: Server) -> Rows:
    """Of the server's first organization; made through the API, so that they are as real as any."""

    async def made(path: str, status: int = 201, **body: Any) -> dict[str, Any]:
        reply = await server.client.post(path, json=body)
        assert reply.status_code == status, reply.text
        answer: dict[str, Any] = reply.json()
        return answer

    name = f"n{uuid4().hex[:8]}"
    group = (await made("/v1/knowledge/groups", name="Ours"))["id"]
    documents = f"/v1/knowledge/groups/{group}/documents"
    document = (await made(documents, name="ours.txt", content="Our opening hours are 9 to 5."))["id"]
    announced = await made(
        f"{documents}/presigned-upload", 200, filename="a.txt", contentType="text/plain", fileSize=6
    )
    text = {"content-type": "text/plain", "authorization": ""}
    put = await server.client.put(announced["uploadUrl"], content=b"Hello.", headers=text)
    assert put.status_code == 200, put.text
    recording = await made(
        "/v1/voices/presigned-upload", 200, filename="a.wav", contentType="audio/wav", fileSize=6
    )
    voice = await made("/v1/voices", displayName="Ours", provider="cartesia", providerVoiceId=name)
    llm = await made(
        "/v1/llms", displayName="Ours", llmFormat="openai", modelName="m", url=ADDRESS, secret="sk-ours"
    )
    tool = await made("/v1/tools", name=name, description="Ours.", type="CLIENT")
    avatar = await own_avatar(server)
    persona = await made(
        "/v1/personas",
        name="Ours",
        avatarId=avatar,
        voiceId=voice["id"],
        llmId=llm["id"],
        toolIds=[tool["id"]],
        knowledge=[group],
    )
    await published(server, persona["id"])
    link = await made("/v1/share-links", personaId=persona["id"], isPrimary=True)
    key = await made("/v1/api-keys", name="Ours", permissions=["personas:read"])
    webhook = await made("/v1/webhooks", url=f"http://{DEAF}/hook", events=["tool.called"])  # none comes
    delivery = await made(f"/v1/webhooks/{webhook['id']}/test", 200)
    talk = await ended_session(server)
    running = await start(server)
    await until_read(server, document)
    await until_idle(server)
    return {
        "vendor": "deepgram",
        "group": group,
        "document": document,
        "announced": announced["documentId"],
        "recording": recording["audioKey"],
        "voice": voice["id"],
        "llm": llm["id"],
        "tool": tool["id"],
        "avatar": avatar,
        "persona": persona["id"],
        "version": "1",
        "link": link["id"],
        "link_token": link["token"],
        "key": key["id"],
        "webhook": webhook["id"],
        "delivery": delivery["id"],
        "session": talk.id,
        "running": running.id,
        "invite": str(uuid4()),
        "blob": recording["audioKey"],
        "file": "none.webp",
    }


async def until_idle(server: Server) -> None:
    """A job is struck off after its work is seen."""
    while True:
        async with server.wing.database.transaction() as session:
            if await session.scalar(select(Job.id)) is None:
                return
        await asyncio.sleep(0.01)


async def published(server: Server, persona_id: str) -> None:
    """Its first version, which it was made with, and a second; and a draft of a third."""
    path = f"/v1/personas/{persona_id}"
    for number in (2, 3):
        saved = await server.client.put(f"{path}/draft", json={"systemPrompt": f"Version {number}."})
        assert saved.status_code == 200, saved.text
        if number == 2:
            assert (await server.client.post(f"{path}/publish")).status_code == 200


async def own_avatar(server: Server) -> str:
    """Without pictures, which would take long to make."""
    organization = (await server.client.get("/v1/organization")).json()["id"]
    async with server.wing.database.transaction() as session:
        avatar = Avatar(
            organization_id=organization,
            display_name="Ours",
            rig="ana",
            available_versions=["cara-3"],
            active_version="cara-3",
        )
        session.add(avatar)
        await session.flush()
        return avatar.id


async def ended_session(server: Server) -> Conversation:
    talk = await start(server, client_label="ours")
    await talk.began()
    await talk.said("user", "When do you open?", 1)
    await talk.said("persona", "At nine.", 3, latency=LATENCY)
    await talk.warned("The LLM was slow.")
    await talk.ended()
    return talk


async def everything(server: Server, besides: str) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables but those of the organization `besides`."""
    found = {}
    async with server.wing.database.transaction() as session:
        for table in Table.metadata.sorted_tables:
            rows = select(table).order_by(*table.primary_key.columns)
            if "organization_id" in table.columns:
                rows = rows.where(table.c.organization_id.is_distinct_from(besides))
            if table.name == "organizations":
                rows = rows.where(table.c.id != besides)
            found[table.name] = [tuple(row) for row in await session.execute(rows)]
    return found
