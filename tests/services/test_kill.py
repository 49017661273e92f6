"""`kill -9` in the middle of a thousand writes: what was acknowledged is there and whole, jobs are taken up
again, and of what was not finished nothing is left."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from tests.api_process import ApiProcess, api_process
from tests.images import photo
from tests.sounds import wav

from visavis.store.blobs import INCOMING

KEY = "vv_survives-a-kill"
WRITES = 1_000
WRITERS = 12
KINDS, WEIGHTS = ("personas", "voices", "avatars", "documents"), (60, 25, 8, 7)
IMAGE = photo(width=256, height=256)
SOUNDS = tuple(wav(1.0 + number / 10) for number in range(5))
READ_WITHIN_S = 90.0


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A write that was answered with success."""

    kind: str
    answer: dict[str, Any]
    content: bytes = b""
    """What was uploaded with it."""


@dataclass
class Writers:
    """Write until `most` writes are acknowledged or the server is gone."""

    http: httpx.AsyncClient
    group: str
    plan: Iterator[tuple[int, str]]
    most: int
    done: list[Acknowledged] = field(default_factory=list)
    enough: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        for number, kind in self.plan:
            try:
                self.done.append(await self._write(number, kind))
            except httpx.TransportError:
                return  # it died under us: nobody was told that this was written
            if len(self.done) >= self.most:
                self.enough.set()

    async def _write(self, number: int, kind: str) -> Acknowledged:
        name, content = f"Number {number}", b""
        if kind == "personas":
            request = {"json": {"name": name, "systemPrompt": "You remember. " * (number % 100)}}
            path = "/v1/personas"
        elif kind == "voices":
            content = SOUNDS[number % len(SOUNDS)]
            path, request = "/v1/voices", _form("audioFile", "a.wav", content, name=name)
        elif kind == "avatars":
            path, request = "/v1/avatars", _form("imageFile", "a.jpg", IMAGE, displayName=name)
        else:
            content = f"Line {number} of a document.\n".encode() * (number % 500 + 1)
            path = f"/v1/knowledge/groups/{self.group}/documents"
            request = _form("file", f"{number}.txt", content)
        reply = await self.http.post(path, **request)
        assert reply.is_success, reply.text
        return Acknowledged(kind, reply.json(), content)


def _form(field: str, filename: str, content: bytes, **texts: str) -> dict[str, Any]:
    return {"data": texts, "files": {field: (filename, content)}}


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_what_was_acknowledged_survives(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    plan = iter(list(enumerate(chance.choices(KINDS, WEIGHTS, k=WRITES))))

    async with api_process(tmp_path, KEY) as api, _client(api) as http:
        group = (await http.post("/v1/knowledge/groups", json={"name": "G"})).json()["id"]
        writers = Writers(http, group, plan, most=chance.randrange(50, 250))
        writing = [asyncio.create_task(writers.run()) for _ in range(WRITERS)]
        enough = asyncio.create_task(writers.enough.wait())
        await asyncio.wait([*writing, enough], return_when=asyncio.FIRST_COMPLETED)
        await asyncio.sleep(chance.random() / 50)  # somewhere in the middle of what is being written
        await api.kill()
        await asyncio.gather(*writing)
    assert len(writers.done) < WRITES, "it was killed in the middle"
    assert {one.kind for one in writers.done} == set(KINDS)

    async with api_process(tmp_path, KEY) as api, _client(api) as http:
        assert _whole(tmp_path)
        assert _files(tmp_path) == _named_by_rows(tmp_path) == _kept(tmp_path)
        assert not list((tmp_path / "blobs" / INCOMING).iterdir())
        for one in writers.done:
            assert await _there(http, one), one.answer
        assert await _read(http, group) == {"READY"}
        # building a face takes longer than all of this; test_avatar_building.py resumes one
        assert not _select(tmp_path, "SELECT id FROM jobs WHERE kind <> 'avatar.build'")


def _client(api: ApiProcess) -> httpx.AsyncClient:
    headers = {"authorization": f"Bearer {KEY}"}
    return httpx.AsyncClient(base_url=api.url, headers=headers, timeout=60)


async def _there(http: httpx.AsyncClient, one: Acknowledged) -> bool:
    """And as it was answered, with every byte that was sent."""
    path = "knowledge/documents" if one.kind == "documents" else one.kind
    reply = await http.get(f"/v1/{path}/{one.answer['id']}")
    if reply.status_code != 200:
        return False
    now = reply.json()
    if one.kind == "personas":
        return bool(_without_addresses(now) == _without_addresses(one.answer))
    if one.kind == "documents":
        signed = (await http.get(f"/v1/{path}/{one.answer['id']}/download")).json()["downloadUrl"]
    else:
        signed = now["sampleUrl" if one.kind == "voices" else "imageUrl"]
    parts = urlsplit(signed)
    blob = await http.get(f"{parts.path}?{parts.query}")
    return blob.status_code == 200 and (blob.content == one.content or one.kind == "avatars")


def _without_addresses(answer: Any) -> Any:
    """The server is at another port now, which its answers name."""
    if isinstance(answer, dict):
        return {name: _without_addresses(value) for name, value in answer.items() if not name.endswith("Url")}
    return answer


async def _read(http: httpx.AsyncClient, group: str) -> set[str]:
    """What has become of all documents, once the server is through with them."""
    async with asyncio.timeout(READ_WITHIN_S):
        while True:
            documents = (await http.get(f"/v1/knowledge/groups/{group}/documents")).json()
            states = {document["status"] for document in documents}
            if states <= {"READY", "FAILED"}:
                return states
            await asyncio.sleep(0.1)


def _whole(data_dir: Path) -> bool:
    broken = _select(data_dir, "PRAGMA foreign_key_check")
    return not broken and _select(data_dir, "PRAGMA integrity_check") == [("ok",)]


def _files(data_dir: Path) -> set[str]:
    """Keys of all blobs in the folder."""
    folder = data_dir / "blobs"
    return {str(file.relative_to(folder)) for file in folder.glob("[a-z]*/*")}


def _named_by_rows(data_dir: Path) -> set[str]:
    """Keys of all blobs that something in the database needs."""
    needed = (
        "SELECT value FROM avatars, json_each(avatars.blobs)",
        "SELECT audio_key FROM voices WHERE audio_key IS NOT NULL",
        "SELECT blob_key FROM knowledge_documents",
    )
    return {key for statement in needed for (key,) in _select(data_dir, statement)}


def _kept(data_dir: Path) -> set[str]:
    """Keys of all blobs that are accounted for."""
    return {key for (key,) in _select(data_dir, "SELECT key FROM blob_entries")}


def _select(data_dir: Path, statement: str) -> Sequence[Any]:
    connection = sqlite3.connect(data_dir / "visavis.db")
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()
