"""Has a face built from a photo by the process of `face.photo.process`, and takes what it says."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path

from visavis.contract.avatar_build import BuildMessage, BuildOrder, PhotoReport

COMMAND = (sys.executable, "-m", "visavis.face.photo.process")
ONE_CORE = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""The others are for conversations."""
LONGEST_S = 900.0
"""A few seconds of work, which on a machine full of conversations may have to wait long for their turn."""
LONGEST_LINE = 1_000_000
"""Bytes; a report has some ten thousand."""


class BuildingFailed(Exception):
    """A fault of ours; the text is the traceback of the process."""


class GaveUp(Exception):
    """It took too long, or too much memory."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is there to see in the photo; what is built of it comes later."""

    report: PhotoReport


async def build_face(
    photo: bytes, order: BuildOrder, models_dir: Path, folder: Path
) -> AsyncGenerator[float | Seen | PhotoReport, None]:
    """How far it is, 0 to 1, again and again, and last the report; the files are in `folder` then.

    The process ends with the iteration, however that ends. Raises BuildingFailed, GaveUp.
    """
    process = await asyncio.create_subprocess_exec(
        *COMMAND,
        str(models_dir),
        str(folder),
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        limit=LONGEST_LINE,
        env=os.environ | ONE_CORE,
    )
    assert process.stdout is not None
    feeding = asyncio.create_task(_feed(process, order.model_dump_json().encode() + b"\n" + photo))
    deadline = asyncio.get_running_loop().time() + LONGEST_S
    try:
        while line := await _line(process.stdout, deadline):
            message = BuildMessage.model_validate_json(line)
            if message.failed is not None:
                raise BuildingFailed(message.failed)
            if message.progress is not None:
                yield message.progress
            if message.seen is not None:
                yield Seen(message.seen)
            if message.report is not None:
                yield message.report
                return
        raise GaveUp
    finally:
        feeding.cancel()
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        await asyncio.gather(feeding, return_exceptions=True)


async def _line(lines: asyncio.StreamReader, deadline: float) -> bytes:
    try:
        async with asyncio.timeout_at(deadline):
            return await lines.readline()
    except TimeoutError:
        raise GaveUp from None


async def _feed(process: Process, content: bytes) -> None:
    assert process.stdin is not None
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it has ended early, and has said why
        process.stdin.write(content)
        await process.stdin.drain()
    process.stdin.close()
