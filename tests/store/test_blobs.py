"""Blobs in a folder: whole or not there."""

from __future__ import annotations

import stat
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from visavis.store.blobs import INCOMING, FolderBlobs, NoBlob, whole

KEY = "avatars/5f0c.webp"


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def read(blobs: FolderBlobs, *span: int) -> bytes:
    return b"".join([chunk async for chunk in blobs.stream(KEY, *span)])


async def test_what_was_written_is_read_whole_and_in_part(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path)

    assert await blobs.write(KEY, whole(b"0123456789")) == 10

    assert await blobs.read(KEY) == b"0123456789"
    assert await blobs.size(KEY) == 10
    assert await read(blobs) == b"0123456789"
    assert await read(blobs, 3) == b"3456789"
    assert await read(blobs, 3, 5) == b"34"
    assert stat.S_IMODE((tmp_path / KEY).stat().st_mode) == 0o600


async def test_a_second_writing_replaces_the_first(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path)
    await blobs.write(KEY, whole(b"longer than the other"))

    await blobs.write(KEY, whole(b"short"))

    assert await blobs.read(KEY) == b"short"


async def test_a_writing_that_breaks_off_leaves_what_was_there(tmp_path: Path) -> None:
    async def breaking() -> AsyncIterator[bytes]:
        yield b"half"
        raise ConnectionError

    blobs = FolderBlobs(tmp_path)
    await blobs.write(KEY, whole(b"before"))

    with pytest.raises(ConnectionError):
        await blobs.write(KEY, breaking())

    assert await blobs.read(KEY) == b"before"
    assert len(files(tmp_path)) == 1


async def test_what_is_not_there_says_so(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path)

    assert await blobs.size(KEY) is None
    with pytest.raises(NoBlob):
        await blobs.read(KEY)
    with pytest.raises(NoBlob):
        await read(blobs)
    await blobs.delete(KEY)


async def test_a_deleted_blob_is_gone_from_the_disk(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path)
    await blobs.write(KEY, whole(b"bytes"))

    await blobs.delete(KEY)

    assert files(tmp_path) == []


@pytest.mark.parametrize(
    "key", ["", "a", "../secret", "a/../../b", "/etc/passwd", "a/.b", "a/b/c", "a/b\n", ".incoming/x"]
)
async def test_a_key_cannot_lead_elsewhere(tmp_path: Path, key: str) -> None:
    with pytest.raises(ValueError, match="not the key of a blob"):
        await FolderBlobs(tmp_path).read(key)


async def test_halves_of_a_process_that_died_are_gone_with_the_next_start(tmp_path: Path) -> None:
    FolderBlobs(tmp_path)
    (tmp_path / INCOMING / "half").write_bytes(b"half")

    FolderBlobs(tmp_path)

    assert files(tmp_path) == []
