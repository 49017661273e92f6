"""The reels of engines that died, or ended before they had handed them over: the api picks them up.

An engine's folder has a file for each session that it recorded, under the session's id (engine/handover.py).
"""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

from visavis.services.errors import NotFound, TooLarge
from visavis.services.recordings import keep_reel
from visavis.services.wing import ControlWing

log = logging.getLogger(__name__)

PIECE = 256 << 10


def left_reels(reels_dir: Path) -> list[Path]:
    """The folders of all engines; asked before the first one starts, they are those of an earlier run."""
    return sorted(path for path in reels_dir.glob("*") if path.is_dir())


async def collect_reels(wing: ControlWing, folders: Iterable[Path]) -> None:
    """Takes over what lies there. What cannot be taken over now stays for the next start."""
    for folder in folders:
        for reel in sorted(folder.glob("*.mkv")):
            try:
                await _collect(wing, reel)
            except Exception:
                log.exception("the recording %s could not be taken over", reel)
        await asyncio.to_thread(_remove_if_empty, folder)


async def _collect(wing: ControlWing, reel: Path) -> None:
    try:
        await keep_reel(wing, reel.stem, _content(reel))
    except (NotFound, TooLarge) as refused:
        log.info("the recording of session %s is thrown away: %s", reel.stem, refused)
    await asyncio.to_thread(reel.unlink, missing_ok=True)


def _remove_if_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        shutil.rmtree(folder, ignore_errors=True)


async def _content(path: Path) -> AsyncIterator[bytes]:
    with await asyncio.to_thread(path.open, "rb") as file:
        while piece := await asyncio.to_thread(file.read, PIECE):
            yield piece
