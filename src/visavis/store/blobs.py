"""Blobs: bytes under a key, for what does not belong into a database. A folder for now; an object store can
stand behind the same six methods.

A key is two names with a slash between them, "avatars/5f0c….webp". What a blob is and whose, and whether it
is still wanted, stands in its row (store.blob_entries).
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import AsyncIterable, AsyncIterator
from pathlib import Path
from typing import IO, Protocol
from uuid import uuid4

KEY = re.compile(r"[a-z][a-z_-]*/[A-Za-z0-9][A-Za-z0-9._-]*")
INCOMING = ".incoming"
CHUNK = 256 * 1024


class NoBlob(Exception):
    """There is no blob under this key."""


class Blobs(Protocol):
    async def write(self, key: str, content: AsyncIterable[bytes]) -> int:
        """The blob is there whole, or not at all; how many bytes it has. What lay there is replaced."""
        ...

    async def read(self, key: str) -> bytes:
        """Raises NoBlob."""
        ...

    def stream(self, key: str, start: int = 0, stop: int | None = None) -> AsyncIterator[bytes]:
        """The bytes from `start` up to, and without, `stop`. Raises NoBlob at the first step."""
        ...

    async def size(self, key: str) -> int | None:
        """Bytes; None when there is no such blob."""
        ...

    async def delete(self, key: str) -> None:
        """Nothing happens when there is no such blob."""
        ...

    def path(self, key: str) -> Path:
        """Where other processes of this machine may map it into their memory."""
        ...


class FolderBlobs:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        incoming = folder / INCOMING
        incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
        for path in incoming.iterdir():  # one process writes here: what lies there is of one that died
            path.unlink()

    async def write(self, key: str, content: AsyncIterable[bytes]) -> int:
        path, half = self.path(key), self._folder / INCOMING / uuid4().hex
        size = 0
        try:
            with await asyncio.to_thread(_create, half) as file:
                async for chunk in content:
                    size += await asyncio.to_thread(file.write, chunk)
                await asyncio.to_thread(_settle, file)
            await asyncio.to_thread(_move, half, path)
        finally:
            half.unlink(missing_ok=True)
        return size

    async def read(self, key: str) -> bytes:
        try:
            return await asyncio.to_thread(self.path(key).read_bytes)
        except FileNotFoundError:
            raise NoBlob(key) from None

    async def stream(self, key: str, start: int = 0, stop: int | None = None) -> AsyncIterator[bytes]:
        try:
            file = await asyncio.to_thread(self.path(key).open, "rb")
        except FileNotFoundError:
            raise NoBlob(key) from None
        with file:
            file.seek(start)
            left = None if stop is None else stop - start
            while chunk := await asyncio.to_thread(file.read, CHUNK if left is None else min(CHUNK, left)):
                left = None if left is None else left - len(chunk)
                yield chunk

    async def size(self, key: str) -> int | None:
        try:
            return (await asyncio.to_thread(self.path(key).stat)).st_size
        except FileNotFoundError:
            return None

    async def delete(self, key: str) -> None:
        await asyncio.to_thread(self.path(key).unlink, missing_ok=True)

    def path(self, key: str) -> Path:
        if not KEY.fullmatch(key):
            raise ValueError(f"{key!r} is not the key of a blob")
        return self._folder / key


def is_key(text: str) -> bool:
    return KEY.fullmatch(text) is not None


async def whole(content: bytes) -> AsyncIterator[bytes]:
    """Bytes that are already there, for `Blobs.write`."""
    yield content


def _create(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _settle(file: IO[bytes]) -> None:
    """On disk before it gets its name: after a crash there is no empty file under a good name."""
    file.flush()
    os.fsync(file.fileno())


def _move(half: Path, path: Path) -> None:
    """The name is on disk too, before a row says that it is there."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half.replace(path)
    _settle_folder(path.parent)


def _settle_folder(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
