"""Jobs: done once, tried again, resumed, given up, and how far they are."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from tests.services.wings import opened_wing, organization_of

from visavis.services.jobs import (
    DIED_HERE,
    FAILED_HERE,
    MOST_ATTEMPTS,
    JobFailed,
    Task,
    Worker,
    add_job,
    forget_jobs,
    progress_of,
)
from visavis.services.wing import ControlWing
from visavis.store.base import now
from visavis.store.tables import Job

Work = Callable[[Task], Awaitable[None]]


class Scripted:
    """A kind of work that does what a test says, and remembers what it was asked."""

    def __init__(self, work: Work | None = None) -> None:
        self.worked_on: list[str] = []
        self.given_up: list[tuple[str, str]] = []
        self._work = work

    async def work(self, wing: ControlWing, task: Task) -> None:
        self.worked_on.append(task.subject_id)
        if self._work:
            await self._work(task)

    async def give_up(self, session: AsyncSession, subject_id: str, reason: str) -> None:
        self.given_up.append((subject_id, reason))


@pytest.fixture
async def wing(data_dir: Path) -> AsyncIterator[ControlWing]:
    async with opened_wing(data_dir) as opened:
        yield opened


async def add(wing: ControlWing, *subjects: str) -> None:
    organization = await organization_of(wing)
    for subject in subjects:
        async with wing.database.transaction() as session:
            add_job(session, organization, "dig", subject)
    wing.jobs_added.ring()


async def jobs(wing: ControlWing) -> list[Job]:
    async with wing.database.transaction() as session:
        return list(await session.scalars(select(Job)))


async def waited_long(wing: ControlWing) -> None:
    """As if every pause between two attempts were over."""
    async with wing.database.transaction() as session:
        await session.execute(update(Job).values(not_before=now() - timedelta(seconds=1)))


async def test_jobs_are_done_in_their_order_and_then_gone(wing: ControlWing) -> None:
    dig = Scripted()
    await add(wing, "a", "b", "c")

    await Worker(wing, {"dig": dig}).work_off()

    assert dig.worked_on == ["a", "b", "c"]
    assert await jobs(wing) == []


async def test_a_job_that_cannot_be_done_is_given_up_at_once_with_its_reason(wing: ControlWing) -> None:
    async def refuse(task: Task) -> None:
        raise JobFailed("There is only rock.")

    dig = Scripted(refuse)
    await add(wing, "a")

    await Worker(wing, {"dig": dig}).work_off()

    assert dig.given_up == [("a", "There is only rock.")]
    assert await jobs(wing) == []


async def test_a_failure_of_ours_is_tried_again_later_and_in_the_end_given_up(
    wing: ControlWing, caplog: pytest.LogCaptureFixture
) -> None:
    async def break_down(task: Task) -> None:
        raise OSError("the shovel is broken")

    dig = Scripted(break_down)
    worker = Worker(wing, {"dig": dig})
    await add(wing, "a")

    await worker.work_off()
    assert dig.worked_on == ["a"], "not again at once"
    for _ in range(5):
        await waited_long(wing)
        await worker.work_off()

    assert dig.worked_on == ["a"] * MOST_ATTEMPTS
    assert dig.given_up == [("a", FAILED_HERE)]
    assert "the shovel is broken" in caplog.text


async def test_progress_is_seen_while_it_works(wing: ControlWing) -> None:
    seen = []

    async def half(task: Task) -> None:
        await task.report(0.5)
        async with wing.database.transaction() as session:
            seen.append(await progress_of(session, ["a", "b"]))

    await add(wing, "a")
    await Worker(wing, {"dig": Scripted(half)}).work_off()

    assert seen == [{"a": 0.5}]


async def test_two_workers_never_do_the_same_job(wing: ControlWing) -> None:
    async def slowly(task: Task) -> None:
        await asyncio.sleep(0)

    dig = Scripted(slowly)
    subjects = [f"{number:02}" for number in range(20)]
    await add(wing, *subjects)

    await asyncio.gather(*(Worker(wing, {"dig": dig}).work_off() for _ in range(4)))

    assert sorted(dig.worked_on) == subjects


async def test_a_running_worker_hears_of_new_jobs_and_does_several_at_once(wing: ControlWing) -> None:
    both = asyncio.Barrier(3)

    async def meet(task: Task) -> None:
        await both.wait()

    worker = asyncio.create_task(Worker(wing, {"dig": Scripted(meet)}, at_once=2).run())
    await add(wing, "a", "b")

    async with asyncio.timeout(4):  # less than the pause between two looks
        await both.wait()
    worker.cancel()
    await asyncio.gather(worker, return_exceptions=True)


async def test_a_job_that_a_clean_stop_cut_off_is_done_after_the_restart(data_dir: Path) -> None:
    begun = asyncio.Event()

    async def for_ever(task: Task) -> None:
        begun.set()
        await asyncio.Event().wait()

    async with opened_wing(data_dir) as wing:
        await add(wing, "a")
        worker = asyncio.create_task(Worker(wing, {"dig": Scripted(for_ever)}).run())
        await begun.wait()
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)
        [left] = await jobs(wing)
        assert (left.running, left.attempts) == (False, 0)

    dig = Scripted()
    async with opened_wing(data_dir) as wing:
        await Worker(wing, {"dig": dig}).work_off()
        assert dig.worked_on == ["a"]


async def test_what_a_dead_process_left_is_taken_up_but_not_for_ever(data_dir: Path) -> None:
    dig = Scripted()
    for start in range(MOST_ATTEMPTS + 1):
        async with opened_wing(data_dir) as wing:
            if start == 0:
                await add(wing, "a")
            worker = Worker(wing, {"dig": dig})
            await worker.resume()
            claimed = await worker._claim()  # and here the process dies
            assert (claimed is not None) == (start < MOST_ATTEMPTS)

    assert dig.given_up == [("a", DIED_HERE)]


async def test_a_subject_that_is_removed_takes_its_jobs_along(wing: ControlWing) -> None:
    dig = Scripted()
    await add(wing, "a", "b")
    async with wing.database.transaction() as session:
        await forget_jobs(session, "a")

    await Worker(wing, {"dig": dig}).work_off()

    assert dig.worked_on == ["b"]


async def test_kinds_of_a_newer_server_are_left_alone(wing: ControlWing) -> None:
    await add(wing, "a")

    await Worker(wing, {"fly": Scripted()}).work_off()

    assert [job.subject_id for job in await jobs(wing)] == ["a"]
