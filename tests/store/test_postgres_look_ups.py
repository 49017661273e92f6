"""Look-ups in PostgreSQL give what was last committed; only what may lag may be a little older."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import bindparam, select, text, update
from tests.databases import only_postgresql

from visavis.store.database import Database, open_database
from visavis.store.database_url import engine_url
from visavis.store.look_ups import LookUp
from visavis.store.postgres_look_ups import PostgresLookUps
from visavis.store.tables import Organization

pytestmark = only_postgresql

NAME = LookUp(select(Organization.name).where(Organization.id == bindparam("id")), lambda row: str(row[0]))
LAGGING = replace(NAME, may_lag_s=1.0)
OURS = {"id": "o"}


@dataclass
class Clock:
    now_s: float = 0.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = open_database(database_url)
    async with opened.transaction() as session:
        session.add(Organization(id="o", name="First"))
    yield opened
    await opened.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def look_ups(database_url: str, database: Database, clock: Clock) -> AsyncIterator[PostgresLookUps]:
    """Of another process than `database`."""
    opened = PostgresLookUps(engine_url(database_url), clock)
    yield opened
    await opened.close()


async def rename(database: Database, name: str) -> None:
    async with database.transaction() as session:
        await session.execute(update(Organization).where(Organization.id == "o").values(name=name))


@pytest.mark.parametrize("look_up", [NAME, LAGGING])
async def test_what_this_process_wrote_is_seen_at_once(database: Database, look_up: LookUp[str]) -> None:
    for number in range(30):
        await rename(database, f"Number {number}")
        assert await database.look_up(look_up, OURS) == f"Number {number}"


async def test_what_another_process_wrote_is_seen_at_once(
    database: Database, look_ups: PostgresLookUps
) -> None:
    for number in range(30):
        await rename(database, f"Number {number}")
        assert await look_ups.ask(NAME, OURS) == f"Number {number}"


async def test_what_may_lag_does_so_no_longer_than_it_may(
    database: Database, look_ups: PostgresLookUps, clock: Clock
) -> None:
    assert await look_ups.ask(LAGGING, OURS) == "First"
    await rename(database, "Second")

    clock.now_s = 0.9
    assert await look_ups.ask(LAGGING, OURS) == "First"
    clock.now_s = 1.0
    assert await look_ups.ask(LAGGING, OURS) == "Second"


async def test_what_was_asked_before_a_commit_is_not_remembered_after_it(
    database: Database, look_ups: PostgresLookUps
) -> None:
    await look_ups.ask(NAME, OURS)  # opens the connection

    asked = asyncio.create_task(look_ups.ask(LAGGING, OURS))
    await asyncio.sleep(0)  # it is under way
    await rename(database, "Second")
    look_ups.changed()
    await asked

    assert await look_ups.ask(LAGGING, OURS) == "Second"


async def test_nothing_is_found_where_there_is_nothing(look_ups: PostgresLookUps) -> None:
    assert await look_ups.ask(NAME, {"id": "nobody"}) is None


async def test_connections_that_died_while_idle_cost_no_answer(
    database: Database, look_ups: PostgresLookUps
) -> None:
    await asyncio.gather(*(look_ups.ask(NAME, OURS) for _ in range(5)))
    async with database.transaction() as session:
        await session.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )

    assert await look_ups.ask(NAME, OURS) == "First"


async def test_one_who_gives_up_leaves_the_others_in_peace(look_ups: PostgresLookUps) -> None:
    gave_up = [asyncio.create_task(look_ups.ask(NAME, OURS)) for _ in range(20)]
    await asyncio.sleep(0.01)
    for task in gave_up[::2]:
        task.cancel()
    found = await asyncio.gather(*gave_up, return_exceptions=True)

    assert {one for one in found if not isinstance(one, BaseException)} <= {"First"}
    assert await asyncio.gather(*(look_ups.ask(NAME, OURS) for _ in range(20))) == ["First"] * 20
