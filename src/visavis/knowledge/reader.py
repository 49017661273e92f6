"""Has a file read by the process of `knowledge.reading`, and takes its chunks as they come."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from base64 import b64decode
from collections.abc import AsyncGenerator, AsyncIterable
from pathlib import Path

from visavis.knowledge.chunks import Chunk
from visavis.knowledge.file_kinds import FileKind
from visavis.knowledge.passages import Unreadable

COMMAND = (sys.executable, "-m", "visavis.knowledge.reading")
ONE_CORE = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""The others are for conversations."""
LONGEST_LINE = 4_000_000
"""Bytes; a chunk is far shorter, even with every character escaped."""
GAVE_UP = "Reading this file took too long, or too much memory."


class ReadingFailed(Exception):
    """A fault of ours; the text is the traceback of the process."""


async def read_file(
    kind: FileKind,
    content: AsyncIterable[bytes],
    size: int,
    overlap: int,
    models_dir: Path | None = None,
) -> AsyncGenerator[Chunk, None]:
    """With `models_dir`, each chunk says what it means.

    The process ends with the iteration, however that ends. Raises Unreadable, ReadingFailed, and what
    `content` raises.
    """
    arguments = [kind, str(size), str(overlap), *([str(models_dir)] if models_dir else [])]
    process = await asyncio.create_subprocess_exec(
        *COMMAND,
        *arguments,
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        limit=LONGEST_LINE,
        env=os.environ | ONE_CORE,
    )
    assert process.stdout is not None
    feeding = asyncio.create_task(_feed(process, content))
    try:
        async for line in process.stdout:
            _raise_failure_of(feeding)
            said = json.loads(line)
            if "error" in said:
                raise Unreadable(said["error"])
            if "failed" in said:
                raise ReadingFailed(said["failed"])
            if "end" in said:
                return
            embedding = said.get("embedding")
            yield Chunk(
                said["text"], said["place"], said["done"], b64decode(embedding) if embedding else None
            )
        _raise_failure_of(feeding)
        raise Unreadable(GAVE_UP)
    finally:
        feeding.cancel()
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        await asyncio.gather(feeding, return_exceptions=True)


async def _feed(process: Process, content: AsyncIterable[bytes]) -> None:
    assert process.stdin is not None
    try:
        async for part in content:
            process.stdin.write(part)
            await process.stdin.drain()
    except (BrokenPipeError, ConnectionResetError):
        pass  # it has ended early, and has said why
    finally:
        process.stdin.close()


def _raise_failure_of(feeding: asyncio.Task[None]) -> None:
    """Half a file must not be taken for a whole one."""
    if feeding.done():
        feeding.result()
