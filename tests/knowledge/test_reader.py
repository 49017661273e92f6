"""Files are read by a process of their own, which may fail as it likes."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest
from tests.knowledge import files

from visavis.knowledge import reader
from visavis.knowledge.chunks import Chunk
from visavis.knowledge.file_kinds import FileKind
from visavis.knowledge.passages import Unreadable
from visavis.knowledge.reader import GAVE_UP, ReadingFailed, read_file


async def sent(content: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(content), 1000):
        yield content[start : start + 1000]


async def chunks(kind: FileKind, content: bytes) -> list[Chunk]:
    return [chunk async for chunk in read_file(kind, sent(content), 1000, 200)]


async def test_chunks_come_with_their_places_and_how_far_they_are() -> None:
    read = await chunks(FileKind.PDF, files.pdf("Page one.", "Page two."))

    assert read == [Chunk("Page one.", {"page": 1}, 0.5), Chunk("Page two.", {"page": 2}, 1.0)]


async def test_every_kind_is_read() -> None:
    for kind, content in [
        (FileKind.DOCX, files.word(("Normal", "Hello."))),
        (FileKind.MARKDOWN, b"Hello."),
        (FileKind.TEXT, b"Hello."),
        (FileKind.CSV, b"greeting\nHello."),
        (FileKind.JSON, b'"Hello."'),
        (FileKind.LOG, b"Hello."),
    ]:
        [chunk] = await chunks(kind, content)
        assert "Hello." in chunk.text


async def test_what_databases_do_not_take_is_taken_out() -> None:
    [chunk] = await chunks(FileKind.JSON, b'"a\\ud800b\\u0000c"')

    assert chunk.text.encode()
    assert "\0" not in chunk.text


@pytest.mark.parametrize(
    ("kind", "content", "reason"),
    [
        (FileKind.TEXT, b" \n \n", "There is no text in this file."),
        (FileKind.PDF, files.pdf(""), "There is no text in this PDF; it may be a scan."),
        (FileKind.TEXT, b"a\0b", "The file is not text."),
        (FileKind.LOG, b"x\n" * 50_001, "more than 50000 pieces"),
    ],
)
async def test_why_a_file_cannot_be_read_is_said(kind: FileKind, content: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        await chunks(kind, content)


@pytest.mark.parametrize(
    ("script", "error", "message"),
    [
        ("import os; os.abort()", Unreadable, GAVE_UP),
        ("import os, sys; sys.stdin.close(); os.close(0)", Unreadable, GAVE_UP),
        ('print(\'{"failed": "our fault"}\')', ReadingFailed, "our fault"),
    ],
)
async def test_a_process_that_dies_costs_nothing_but_the_file(
    monkeypatch: pytest.MonkeyPatch, script: str, error: type[Exception], message: str
) -> None:
    monkeypatch.setattr(reader, "COMMAND", (sys.executable, "-c", script))

    with pytest.raises(error, match=message):
        await chunks(FileKind.TEXT, b"x" * 1_000_000)


async def test_the_process_ends_with_whoever_wanted_its_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    endless = 'while True: print(\'{"text": "x", "place": {}, "done": 0}\', flush=True)'
    monkeypatch.setattr(reader, "COMMAND", (sys.executable, "-c", endless))

    async with aclosing(read_file(FileKind.TEXT, sent(b"x"), 1000, 200)) as reading:
        async for chunk in reading:
            assert chunk.text == "x"
            break


async def test_half_a_file_is_not_taken_for_a_whole_one() -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"A sentence that is "
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        _ = [chunk async for chunk in read_file(FileKind.TEXT, broken(), 1000, 200)]
