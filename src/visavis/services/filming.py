"""The job that makes the film of a session's reel, which then goes."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path

from sqlalchemy import Update, update
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.contract.internal import LARGEST_RECORDING
from visavis.services import blob_keeping
from visavis.services.film import Unusable
from visavis.services.film_maker import film_of
from visavis.services.jobs import JobFailed, Task
from visavis.services.wing import ControlWing
from visavis.settings import Settings
from visavis.store.base import new_id
from visavis.store.sessions import Session

KIND = "recording.film"

CONTENT_TYPE = "video/mp4"
UNUSABLE = "nothing in what was recorded can be shown"
LOST = "what was recorded is not there any more"


def forget_unfinished_films(settings: Settings) -> None:
    """At the start: what a process that died was making of people's conversations."""
    shutil.rmtree(settings.filming_dir, ignore_errors=True)


class Filming:
    """Begun anew after a restart."""

    async def work(self, wing: ControlWing, task: Task) -> None:
        async with wing.database.transaction() as session:
            row = await session.get(Session, task.subject_id)
        if row is None or row.reel_key is None:
            return
        wing.settings.filming_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryDirectory(dir=wing.settings.filming_dir) as folder:
            film = Path(folder) / "film.mp4"
            await _make(wing, task, row.reel_key, film)
            await _take_over(wing, task, row.reel_key, film)
        await blob_keeping.sweep(wing)

    async def give_up(self, session: AsyncSession, subject_id: str, reason: str) -> None:
        await session.execute(_named(subject_id).values(recording_note=reason))


async def _make(wing: ControlWing, task: Task, reel_key: str, film: Path) -> None:
    if await wing.blobs.size(reel_key) is None:
        raise JobFailed(LOST)
    try:
        async with aclosing(film_of(wing.blobs.path(reel_key), film)) as steps:
            async for done in steps:
                await task.report(done)
    except Unusable:
        raise JobFailed(UNUSABLE) from None


async def _take_over(wing: ControlWing, task: Task, reel_key: str, film: Path) -> None:
    key = f"recordings/{new_id()}.mp4"
    await blob_keeping.store_stream(
        wing, task.organization_id, key, _content(film), CONTENT_TYPE, largest=LARGEST_RECORDING
    )
    async with wing.database.transaction() as session:
        unchanged = _named(task.subject_id).where(Session.reel_key == reel_key)
        named = await session.execute(unchanged.values(recording_key=key, reel_key=None, recording_note=None))
        if named.rowcount:  # type: ignore[attr-defined]
            await blob_keeping.keep(session, key)
            await blob_keeping.drop(session, reel_key)
        else:  # erased meanwhile
            await blob_keeping.drop(session, key)


def _named(session_id: str) -> Update:
    """That there is a film is no news of the session itself."""
    return update(Session).where(Session.id == session_id).values(updated_at=Session.updated_at)


async def _content(path: Path) -> AsyncIterator[bytes]:
    with await asyncio.to_thread(path.open, "rb") as file:
        while part := await asyncio.to_thread(file.read, 1 << 20):
            yield part
