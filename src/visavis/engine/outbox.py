"""The outbox: what happened, on its way to the api process; delivered at least once and in order.

One small file per event, named by a counter, deleted when the api has acknowledged it. An engine that dies
leaves its folder behind, and the api picks it up.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

from pydantic import ValidationError

from visavis.contract.events import SessionEvent, session_event
from visavis.contract.internal import EventBatch

log = logging.getLogger(__name__)

BATCH, BATCH_BYTES = 50, 256 << 10
FIRST_RETRY_S, LAST_RETRY_S = 0.2, 5.0

Deliver = Callable[[EventBatch], Awaitable[None]]
"""Hands a batch to the api; raises when it was not acknowledged."""


class Outbox:
    def __init__(self, folder: Path, deliver: Deliver) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._deliver = folder, deliver
        self._counter = max((int(path.stem) for path in folder.glob("*.json")), default=0)
        self._more = asyncio.Event()
        self._more.set()
        self._empty = asyncio.Event()

    def put(self, event: SessionEvent) -> None:
        """Keep the event until it is delivered. A rename makes it appear whole or not at all.

        One that cannot be kept is lost: a full disk must not end conversations, nor keep them from ending.
        """
        self._counter += 1
        path = self._folder / f"{self._counter:012d}.json"
        draft = path.with_suffix(".draft")
        try:
            draft.write_bytes(session_event.dump_json(event))
            os.replace(draft, path)
        except OSError as error:
            log.error("%s of session %s is lost: %s", type(event).__name__, event.session_id, error)
            return
        self._empty.clear()
        self._more.set()

    async def run(self) -> None:
        """Deliver for ever; an api that is away is asked again, ever less often."""
        retry_s = FIRST_RETRY_S
        while True:
            await self._more.wait()
            self._more.clear()
            try:
                while await self._deliver_some():
                    retry_s = FIRST_RETRY_S
                self._empty.set()
            except Exception as error:
                log.info("the api did not take %s; again in %.1f s", error, retry_s)
                await asyncio.sleep(retry_s)
                retry_s = min(2 * retry_s, LAST_RETRY_S)
                self._more.set()

    async def _deliver_some(self) -> bool:
        paths = self._next_batch()
        if not paths:
            return False
        events = [event for path in paths if (event := _read(path)) is not None]
        if events:
            await self._deliver(EventBatch(events=tuple(events)))
        for path in paths:
            path.unlink(missing_ok=True)
        return True

    def _next_batch(self) -> list[Path]:
        batch: list[Path] = []
        size = 0
        for path in sorted(self._folder.glob("*.json"))[:BATCH]:
            size += path.stat().st_size
            if batch and size > BATCH_BYTES:
                break
            batch.append(path)
        return batch

    async def drained(self, timeout_s: float) -> bool:
        """Wait until everything is delivered; False when that took longer than `timeout_s`."""
        try:
            async with asyncio.timeout(timeout_s):
                await self._empty.wait()
        except TimeoutError:
            return False
        return True


def _read(path: Path) -> SessionEvent | None:
    """None for what a full disk or a foreign hand left behind: it must not block what comes after it."""
    try:
        return session_event.validate_json(path.read_bytes())
    except (ValidationError, OSError) as error:
        log.error("%s cannot be read and is dropped: %s", path, error)
        return None
