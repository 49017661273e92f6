"""The outbox folders of engines that died: the api picks up what they could not deliver themselves.

An outbox is a folder of one small JSON file an event, named in the order in which they happened
(engine/outbox.py writes it).
"""

from __future__ import annotations

import asyncio
import logging
import shutil
from pathlib import Path

from pydantic import ValidationError

from visavis.contract.events import SessionEvent, session_event
from visavis.contract.internal import EventBatch
from visavis.services import session_events
from visavis.store.database import Database

log = logging.getLogger(__name__)

BATCH = 50


def left_outboxes(outbox_dir: Path) -> list[Path]:
    """All of them; asked before the first engine starts, they are those of an earlier run."""
    return sorted(path for path in outbox_dir.glob("*") if path.is_dir())


async def collect_outbox(database: Database, folder: Path) -> int:
    """Applies what lies in a dead engine's outbox and removes it; how many events there were."""
    events = await asyncio.to_thread(_read, folder)
    for start in range(0, len(events), BATCH):
        await session_events.apply(database, EventBatch(events=tuple(events[start : start + BATCH])))
    await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
    return len(events)


def _read(folder: Path) -> list[SessionEvent]:
    events = []
    for path in sorted(folder.glob("*.json")):
        try:
            events.append(session_event.validate_json(path.read_bytes()))
        except (ValidationError, OSError) as error:
            log.error("%s cannot be read and is dropped: %s", path, error)
    return events
