"""Avatars that tests make of images, and what is kept of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.api.servers import Server
from tests.images import photo

STOCK = "30fa96d0-26c4-4e55-94a0-517025942e18"
EVERYTHING = {"perPage": 100}
EXTENSIONS = {"buildStatus", "buildNote"}
PICTURES = {"imageUrl": (768, 768), "landscapeImageUrl": (1152, 768), "portraitImageUrl": (768, 1152)}


async def upload(server: Server, image: bytes | None = None, name: str = "Alex", **fields: str) -> Any:
    files = {"imageFile": ("alex.jpg", photo() if image is None else image, "image/jpeg")}
    return await server.client.post("/v1/avatars", data={"displayName": name, **fields}, files=files)


async def uploaded(server: Server, name: str = "Alex") -> dict[str, Any]:
    reply = await upload(server, name=name)
    assert reply.status_code == 201, reply.text
    answer: dict[str, Any] = reply.json()
    return answer


async def names(server: Server, **query: str) -> set[str]:
    reply = await server.client.get("/v1/avatars", params=EVERYTHING | query)
    return {avatar["displayName"] for avatar in reply.json()["data"]}


def blobs(server: Server) -> list[Path]:
    return [path for path in (server.wing.settings.data_dir / "blobs").rglob("*") if path.is_file()]
