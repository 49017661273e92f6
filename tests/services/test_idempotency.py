"""Claims of Idempotency-Keys: one acts, the lease of the dead runs out, and after a day all is forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.services.wings import opened_wing, organization_of

from visavis.services.errors import Conflict, Forbidden, StillRunning, Unprocessable
from visavis.services.idempotency import (
    BETWEEN_PURGES_S,
    KEPT,
    LEASE,
    RENEWED_EVERY_S,
    Answer,
    Asker,
    Claim,
    Kept,
    claim,
    finish,
    forget,
    keep_forgetting,
    release,
    renewing,
    replayed,
)
from visavis.services.wing import ControlWing
from visavis.store.secrets import Keyring, open_keyring
from visavis.store.tables import IdempotencyKey

TODAY = datetime(2026, 11, 27, 12, tzinfo=UTC)
SAID = Answer(201, [("content-type", "application/json")], b'{"key": "vv_\xc3\xa4"}')


class Enough(BaseException):
    """Ends the endless."""


@dataclass
class Clock:
    at: datetime = TODAY

    def __call__(self) -> datetime:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        await asyncio.sleep(0)


@dataclass
class Desk:
    wing: ControlWing
    asker: Asker
    clock: Clock = field(default_factory=Clock)

    async def claim(self, key: str = "k", target: str = "POST /v1/personas") -> Claim | Kept:
        return await claim(self.wing, self.asker, key, target, self.clock)

    async def claimed(self, key: str = "k") -> Claim:
        found = await self.claim(key)
        assert isinstance(found, Claim)
        return found

    async def rows(self) -> list[IdempotencyKey]:
        async with self.wing.database.transaction() as session:
            return list(await session.scalars(select(IdempotencyKey)))


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened_wing(tmp_path) as wing:
        yield Desk(wing, Asker(await organization_of(wing), "", None))


async def test_the_first_may_act_and_others_wait_for_its_answer(desk: Desk) -> None:
    first = await desk.claimed()
    with pytest.raises(StillRunning) as refused:
        await desk.claim()
    assert refused.value.retry_after_s == 1

    await finish(desk.wing, first, "body", SAID)
    kept = await desk.claim()

    assert isinstance(kept, Kept)
    assert replayed(desk.wing, kept, "body") == SAID
    with pytest.raises(Unprocessable):
        replayed(desk.wing, kept, "another body")


async def test_of_many_at_once_one_may_act(desk: Desk) -> None:
    found = await asyncio.gather(*(desk.claim() for _ in range(20)), return_exceptions=True)

    assert sum(isinstance(one, Claim) for one in found) == 1
    assert sum(isinstance(one, StillRunning) for one in found) == 19


async def test_another_target_is_refused_even_while_the_first_runs(desk: Desk) -> None:
    await desk.claimed()

    with pytest.raises(Unprocessable):
        await desk.claim(target="POST /v1/tools")


async def test_what_came_to_nothing_may_be_tried_again(desk: Desk) -> None:
    await release(desk.wing.database, await desk.claimed())

    await desk.claimed()


async def test_the_lease_of_a_try_that_died_runs_out_and_one_of_many_takes_over(desk: Desk) -> None:
    dead = await desk.claimed()
    desk.clock.at += LEASE - timedelta(seconds=1)
    with pytest.raises(StillRunning):
        await desk.claim()

    desk.clock.at += timedelta(seconds=1)
    found = await asyncio.gather(*(desk.claim() for _ in range(10)), return_exceptions=True)

    alive = [one for one in found if isinstance(one, Claim)]
    assert len(alive) == 1
    await finish(desk.wing, dead, "body", Answer(200, [], b"too late"))
    await release(desk.wing.database, dead)
    await finish(desk.wing, alive[0], "body", SAID)
    kept = await desk.claim()
    assert isinstance(kept, Kept)
    assert replayed(desk.wing, kept, "body") == SAID


async def test_a_lease_is_renewed_for_as_long_as_the_try_lives(desk: Desk) -> None:
    first, renewed = await desk.claimed(), asyncio.Event()

    async def sleep(seconds: float) -> None:
        assert seconds == RENEWED_EVERY_S
        if desk.clock.at >= TODAY + 3 * LEASE:
            renewed.set()
            await asyncio.Event().wait()
        await desk.clock.sleep(seconds)

    async with renewing(desk.wing.database, first, desk.clock, sleep):
        await renewed.wait()
        with pytest.raises(StillRunning):
            await desk.claim()

    desk.clock.at += LEASE
    assert await desk.claimed() != first


async def test_a_key_of_somebody_else_is_another_key(desk: Desk) -> None:
    await desk.claimed()
    stranger = Asker(desk.asker.organization_id, "token 1", None)

    assert isinstance(await claim(desk.wing, stranger, "k", "t"), Claim)
    assert isinstance(
        await claim(desk.wing, Asker(desk.asker.organization_id, "token 2", None), "k", "t"), Claim
    )


async def test_who_may_do_less_does_not_see_what_was_answered_to_who_may_do_more(desk: Desk) -> None:
    await finish(desk.wing, await desk.claimed(), "body", SAID)
    desk.asker = Asker(desk.asker.organization_id, "", ["api-keys:create"])

    with pytest.raises(Forbidden):
        await desk.claim()


async def test_after_a_day_a_key_is_new(desk: Desk) -> None:
    await finish(desk.wing, await desk.claimed(), "body", SAID)
    desk.clock.at += KEPT - timedelta(seconds=1)
    assert isinstance(await desk.claim(), Kept)

    desk.clock.at += timedelta(seconds=1)
    assert isinstance(await desk.claim(target="POST /v1/tools"), Claim)


async def test_what_is_old_is_deleted_and_the_rest_stays(desk: Desk) -> None:
    await desk.claimed("old")
    desk.clock.at += timedelta(hours=1)
    await desk.claimed("young")

    assert await forget(desk.wing.database, TODAY + KEPT) == 1
    assert len(await desk.rows()) == 1
    assert await forget(desk.wing.database, TODAY + KEPT) == 0


async def test_it_forgets_once_an_hour_and_a_failure_waits_for_the_next(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    await desk.claimed()
    left: list[int] = []

    async def sleep(seconds: float) -> None:
        assert seconds == BETWEEN_PURGES_S
        left.append(len(await desk.rows()))
        if len(left) == 4:
            raise Enough
        desk.clock.at = TODAY + (KEPT if len(left) > 1 else timedelta())

    with pytest.raises(Enough):
        await keep_forgetting(_failing_once(desk), desk.clock, sleep)  # type: ignore[arg-type]

    assert left == [1, 1, 0, 0]
    assert "could not be deleted" in caplog.text


async def test_nothing_readable_of_key_body_and_answer_is_stored(desk: Desk) -> None:
    await finish(
        desk.wing, await desk.claimed("order-of-mrs-smith"), desk.wing.fingerprints.of("secret"), SAID
    )

    (row,) = await desk.rows()
    stored = repr({column.name: getattr(row, column.name) for column in IdempotencyKey.__table__.columns})
    assert "smith" not in stored
    assert "secret" not in stored
    assert "vv_" not in stored


async def test_an_answer_whose_key_is_gone_is_a_conflict_and_not_done_again(
    desk: Desk, tmp_path: Path
) -> None:
    elsewhere: Keyring = open_keyring(tmp_path / "elsewhere")
    kept = Kept("body", elsewhere.seal("[]"))

    with pytest.raises(Conflict):
        replayed(desk.wing, kept, "body")


def _failing_once(desk: Desk) -> object:
    """A database whose first transaction fails."""
    database, failed = desk.wing.database, []

    class Failing:
        def transaction(self) -> object:
            if not failed:
                failed.append(True)
                raise OSError("the disk is full")
            return database.transaction()

    return Failing()
