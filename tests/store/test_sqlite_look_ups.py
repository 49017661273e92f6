"""Look-ups give what was last committed, whoever committed it."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import bindparam, select, update

from visavis.store import sqlite_look_ups
from visavis.store.database import Database, open_database
from visavis.store.look_ups import LookUp
from visavis.store.tables import Organization

NAME = LookUp(
    select(Organization.name, Organization.avatar_models).where(Organization.id == bindparam("id")), tuple
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "visavis.db"


@pytest.fixture
async def database(file: Path) -> AsyncIterator[Database]:
    opened = open_database(f"sqlite+aiosqlite:///{file}")
    await opened.migrate()
    async with opened.transaction() as session:
        session.add(Organization(id="o", name="First", avatar_models=["cara-3"]))
    yield opened
    await opened.close()


async def name_of(database: Database, id: str = "o") -> str | None:
    found = await database.look_up(NAME, {"id": id})
    return None if found is None else found[0]


async def rename(database: Database, name: str) -> None:
    async with database.transaction() as session:
        await session.execute(update(Organization).values(name=name))


async def test_values_are_read_as_their_columns_say(database: Database) -> None:
    assert await database.look_up(NAME, {"id": "o"}) == ("First", ["cara-3"])


async def test_what_this_process_wrote_is_seen_at_once(database: Database) -> None:
    for number in range(50):
        await rename(database, f"Number {number}")
        assert await name_of(database) == f"Number {number}"


async def test_what_another_process_wrote_is_seen_at_once(database: Database, file: Path) -> None:
    other = sqlite3.connect(file)
    for number in range(50):
        assert await name_of(database) == ("First" if number == 0 else f"Number {number - 1}")
        other.execute("UPDATE organizations SET name = ?", (f"Number {number}",))
        other.commit()
    other.close()


async def test_what_is_not_committed_is_not_seen(database: Database) -> None:
    async with database.transaction() as session:
        await session.execute(update(Organization).values(name="Second"))
        assert await name_of(database) == "First"
    assert await name_of(database) == "Second"


async def test_what_was_not_there_is_found_once_it_is(database: Database) -> None:
    assert await name_of(database, "p") is None
    async with database.transaction() as session:
        session.add(Organization(id="p", name="Second"))
    assert await name_of(database, "p") == "Second"


async def test_a_question_is_asked_once_for_as_long_as_nothing_changes(database: Database) -> None:
    first = await database.look_up(NAME, {"id": "o"})
    assert await database.look_up(NAME, {"id": "o"}) is first
    await rename(database, "First")
    assert await database.look_up(NAME, {"id": "o"}) is not first


async def test_so_many_answers_are_remembered_at_most(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_look_ups, "MOST_REMEMBERED", 2)
    first = await database.look_up(NAME, {"id": "o"})
    await name_of(database, "p")
    await name_of(database, "q")
    assert await database.look_up(NAME, {"id": "o"}) == first
    assert await database.look_up(NAME, {"id": "o"}) is not first


async def test_a_look_up_holds_no_checkpoint_back(database: Database, file: Path) -> None:
    await name_of(database)
    await rename(database, "Second")
    other = sqlite3.connect(file)
    busy, log, checkpointed = other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    other.close()
    assert (busy, log, checkpointed) == (0, 0, 0)
