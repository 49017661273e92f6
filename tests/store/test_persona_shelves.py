"""Pages that are found by counted shelves are those that a walk through all rows would find."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.store import persona_shelves
from visavis.store.base import new_id, now
from visavis.store.database import Database, open_database
from visavis.store.migrate import configuration
from visavis.store.persona_shelves import NEWEST_FIRST, newest_own, shelf_for_the_next
from visavis.store.tables import Organization, Persona, PersonaShelf

OURS, THEIRS = "ours", "theirs"
PER_PAGE = 10


@pytest.fixture(autouse=True)
def _small_shelves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(persona_shelves, "SHELF", 7)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = open_database(f"sqlite+aiosqlite:///{tmp_path / 'visavis.db'}")
    await opened.migrate()
    async with opened.transaction() as session:
        session.add_all([Organization(id=OURS, name="Ours"), Organization(id=THEIRS, name="Theirs")])
    yield opened
    await opened.close()


async def make(session: AsyncSession, organization_id: str | None = OURS) -> str:
    shelf = await shelf_for_the_next(session, organization_id) if organization_id else 0
    persona = Persona(id=new_id(), organization_id=organization_id, name="", shelf=shelf)
    session.add(persona)
    await session.flush()
    return persona.id


async def check_every_page(session: AsyncSession) -> None:
    own = select(Persona.id).where(Persona.organization_id == OURS)
    expected = list(await session.scalars(own.order_by(*NEWEST_FIRST)))
    for offset in range(0, len(expected) + 2 * PER_PAGE, PER_PAGE):
        total, ids = await newest_own(session, OURS, PER_PAGE, offset)
        assert (total, list(ids)) == (len(expected), expected[offset : offset + PER_PAGE])
    counted = (
        select(Persona.shelf, func.count()).where(Persona.organization_id == OURS).group_by(Persona.shelf)
    )
    kept = select(PersonaShelf.shelf, PersonaShelf.personas).where(PersonaShelf.organization_id == OURS)
    assert set((await session.execute(kept)).all()) == set((await session.execute(counted)).all())


async def test_every_page_is_right_whatever_was_made_and_deleted(database: Database) -> None:
    chance = random.Random(8)
    ours: list[str] = []
    async with database.transaction() as session:
        for step in range(300):
            if ours and chance.random() < 0.35:
                gone = ours.pop(chance.randrange(len(ours)))
                await session.delete(await session.get_one(Persona, gone))
                await session.flush()
            else:
                ours.append(await make(session))
            await make(session, chance.choice([THEIRS, None]))
            if step % 20 == 0:
                await check_every_page(session)


async def test_the_newest_come_first(database: Database) -> None:
    async with database.transaction() as session:
        made = [await make(session) for _ in range(30)]
        _, ids = await newest_own(session, OURS, 30, 0)
    assert list(ids) == made[::-1]


async def test_what_is_rolled_back_is_not_counted(database: Database) -> None:
    async with database.transaction() as session:
        await make(session)
        await session.rollback()
    async with database.transaction() as session:
        assert await newest_own(session, OURS, PER_PAGE, 0) == (0, ())


async def test_empty_shelves_go(database: Database) -> None:
    async with database.transaction() as session:
        for _ in range(50):
            await make(session)
        await session.execute(delete(Persona))
        assert (await session.scalars(select(PersonaShelf))).all() == []


async def test_what_an_older_version_wrote_is_shelved_in_its_order(tmp_path: Path) -> None:
    made = now()
    with create_engine(f"sqlite:///{tmp_path / 'visavis.db'}").begin() as connection:
        config = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, "0004")
        connection.exec_driver_sql(
            "INSERT INTO organizations (id, name, created_at, updated_at) VALUES ('ours', '', ?, ?)",
            (str(made), str(made)),
        )
        for number in range(600):
            at = (made + timedelta(seconds=number)).strftime("%Y-%m-%d %H:%M:%S.%f")
            connection.exec_driver_sql(
                "INSERT INTO personas (id, organization_id, name, persona_preset, skip_greeting, "
                "uninterruptible_greeting, zero_data_retention, enable_audio_passthrough, widget_config, "
                "created_at, updated_at) VALUES (?, 'ours', '', '', 0, 0, 0, 0, '{}', ?, ?)",
                (f"p{number}", at, at),
            )
    database = open_database(f"sqlite+aiosqlite:///{tmp_path / 'visavis.db'}")
    await database.migrate()
    async with database.transaction() as session:
        total, ids = await newest_own(session, OURS, PER_PAGE, 0)
        assert (total, list(ids)) == (600, [f"p{number}" for number in range(599, 589, -1)])
        await check_every_page(session)
    await database.close()
