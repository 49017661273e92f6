"""Work that outlives a request: added beside the row it is about, done in the background, resumed after a
restart.

    added ──▶ waiting ──▶ running ──▶ gone, and its subject says how it ended
                 ▲           │ └─ it cannot be done, or failed MOST_ATTEMPTS times: its kind gives it up
                 └───────────┘ it failed, the server stopped or died: again, a little later

One api process works on a database, so what is still running at a start was left by one that died.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.services.wing import ControlWing
from visavis.store.base import now
from visavis.store.database import Database
from visavis.store.jobs import Job

log = logging.getLogger(__name__)

AT_ONCE = 2
"""So that a long document does not hold up a short one."""
MOST_ATTEMPTS = 3
RETRY_S = (2.0, 30.0)
"""After the first failure, and after the second."""
POLL_S = 5.0
"""For jobs that wait for their time; new ones are told of at once."""

FAILED_HERE = "The server failed at this; its log says how."
DIED_HERE = f"The server ended {MOST_ATTEMPTS} times while it was working on this."


class JobFailed(Exception):
    """It cannot be done, and trying again would not help; `str(error)` is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a kind of work is given to do."""

    organization_id: str
    subject_id: str
    report: Callable[[float], Awaitable[None]]
    """Writes down how far it is, 0 to 1."""


class JobKind(Protocol):
    async def work(self, wing: ControlWing, task: Task) -> None:
        """Does it. It may have been begun, or even finished, before. Raises JobFailed."""
        ...

    async def give_up(self, session: AsyncSession, subject_id: str, reason: str) -> None:
        """Writes down, for people, why it will never be done."""
        ...


def add_job(session: AsyncSession, organization_id: str, kind: str, subject_id: str) -> None:
    """In the transaction that writes the subject; `wing.jobs_added.ring()` after it."""
    session.add(Job(organization_id=organization_id, kind=kind, subject_id=subject_id))


async def forget_jobs(session: AsyncSession, *subject_ids: str) -> None:
    """In the transaction that removes the subjects. One that is just running finds them gone."""
    await session.execute(delete(Job).where(Job.subject_id.in_(subject_ids)))


async def progress_of(session: AsyncSession, subject_ids: list[str]) -> dict[str, float]:
    """How far each one is, 0 to 1; those with nothing left to do are not in it."""
    rows = await session.execute(select(Job.subject_id, Job.progress).where(Job.subject_id.in_(subject_ids)))
    return {row[0]: row[1] for row in rows}


async def job_of(session: AsyncSession, subject_id: str) -> Job | None:
    """What is being done about a subject, or will be next."""
    first = (
        select(Job).where(Job.subject_id == subject_id).order_by(Job.running.desc(), Job.created_at).limit(1)
    )
    return (await session.scalars(first)).first()


class Worker:
    """Works until it is cancelled."""

    def __init__(self, wing: ControlWing, kinds: Mapping[str, JobKind], at_once: int = AT_ONCE) -> None:
        self._wing = wing
        self._kinds = kinds
        self._at_once = at_once

    async def run(self) -> None:
        try:
            await self.resume()
        except Exception:
            log.exception("Jobs that an earlier run left behind could not be taken up")
        async with asyncio.TaskGroup() as lanes:
            for number in range(self._at_once):
                lanes.create_task(self._lane(), name=f"jobs {number}")

    async def resume(self) -> None:
        """Takes up what an earlier process left behind, but not what has killed it again and again."""
        left = select(Job).where(Job.running, Job.kind.in_(self._kinds))
        async with self._wing.database.transaction() as session:
            for job in (await session.scalars(left)).all():
                if job.attempts < MOST_ATTEMPTS:
                    job.running = False
                else:
                    log.error("%s %s ended the server %d times", job.kind, job.subject_id, job.attempts)
                    await self._kinds[job.kind].give_up(session, job.subject_id, DIED_HERE)
                    await session.delete(job)

    async def work_off(self) -> None:
        """Does what waits now, one after the other."""
        while job := await self._claim():
            self._wing.jobs_added.ring()  # where there was one there may be more: another lane looks too
            await self._do(job)

    async def _lane(self) -> None:
        bell = self._wing.jobs_added.listen()
        while True:
            try:
                await self.work_off()
            except Exception:
                log.exception("The jobs could not be looked after")
            await bell.wait(POLL_S)

    async def _claim(self) -> Job | None:
        first = (
            select(Job.id)
            .where(Job.running.is_(False), Job.not_before <= now(), Job.kind.in_(self._kinds))
            .order_by(Job.not_before, Job.id)
            .limit(1)
            .with_for_update(skip_locked=True)
            .scalar_subquery()
        )
        claim = (
            update(Job)
            .where(Job.id == first, Job.running.is_(False))
            .values(running=True, attempts=Job.attempts + 1)
            .returning(Job)
        )
        async with self._wing.database.transaction() as session:
            return (await session.scalars(claim)).one_or_none()

    async def _do(self, job: Job) -> None:
        database = self._wing.database

        async def report(progress: float) -> None:
            await _change(database, job, progress=progress)

        kind = self._kinds[job.kind]
        try:
            await kind.work(self._wing, Task(job.organization_id, job.subject_id, report))
        except asyncio.CancelledError:
            # the server stops: that was not the job's fault
            await asyncio.shield(_change(database, job, running=False, attempts=job.attempts - 1))
            raise
        except JobFailed as error:
            await self._give_up(kind, job, str(error))
        except Exception:
            log.exception("%s of %s failed, attempt %d", job.kind, job.subject_id, job.attempts)
            if job.attempts < MOST_ATTEMPTS:
                later = now() + timedelta(seconds=RETRY_S[job.attempts - 1])
                await _change(database, job, running=False, not_before=later)
            else:
                await self._give_up(kind, job, FAILED_HERE)
        else:
            await self._remove(job)

    async def _give_up(self, kind: JobKind, job: Job, reason: str) -> None:
        async with self._wing.database.transaction() as session:
            await kind.give_up(session, job.subject_id, reason)
            await session.execute(delete(Job).where(Job.id == job.id))

    async def _remove(self, job: Job) -> None:
        async with self._wing.database.transaction() as session:
            await session.execute(delete(Job).where(Job.id == job.id))


async def _change(database: Database, job: Job, **values: object) -> None:
    async with database.transaction() as session:
        await session.execute(update(Job).where(Job.id == job.id).values(**values))
