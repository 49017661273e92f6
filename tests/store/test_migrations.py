"""The migrations build what the tables say, and carry data up and down, on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from tests.databases import BOTH, sqlite_url

from visavis.store.database import Database, open_database
from visavis.store.database_url import engine_url
from visavis.store.migrate import configuration
from visavis.store.tables import Table

NOW = "2026-04-20 10:00:00+00"
OLD_ROWS: dict[str, dict[str, Any]] = {
    "organizations": {"id": "o", "name": "Old", "created_at": NOW, "updated_at": NOW},
    "sessions": {
        "id": "s",
        "organization_id": "o",
        "client_metadata": "{}",
        "persona_config": "{}",
        "created_at": NOW,
        "updated_at": NOW,
    },
    "turns": {
        "session_id": "s",
        "number": 1,
        "role": "user",
        "text": "Hello",
        "started_at": NOW,
        "seconds": 1.0,
        "interrupted": False,
    },
}
"""Of the first schema: one turn of one session."""

NEW_ROWS = (
    f"""
    INSERT INTO knowledge_groups (id, organization_id, name, created_at, updated_at)
    VALUES ('g', 'o', 'Group', '{NOW}', '{NOW}')
    """,
    f"""
    INSERT INTO knowledge_documents VALUES (
        'd', 'o', 'g', 'f.txt', 'txt', 'text/plain', 1, 'documents/d', 'READY', NULL, 1000, 0, '{NOW}', '{NOW}'
    )
    """,
    """
    INSERT INTO knowledge_chunks (document_id, group_id, number, text, metadata)
    VALUES ('d', 'g', 0, 'Giraffes sleep.', '{}')
    """,
)
"""What the newest schema has besides."""


@pytest.fixture(params=BOTH)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Of a database with nothing in it."""
    return sqlite_url(tmp_path) if request.param == "sqlite" else request.getfixturevalue("empty_postgres")


async def on(url: str, work: Callable[[Connection], Any]) -> Any:
    """In one transaction, as whoever migrates by hand."""
    engine = create_async_engine(engine_url(url))
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(work)
    finally:
        await engine.dispose()


async def down(url: str, revision: str) -> None:
    def moved(connection: Connection) -> None:
        config = configuration()
        config.attributes["connection"] = connection
        command.downgrade(config, revision)

    await on(url, moved)


async def migrate(url: str) -> None:
    database = open_database(url)
    await database.migrate()
    await database.close()


async def test_migrated_tables_and_declared_tables_are_the_same(empty_url: str) -> None:
    await migrate(empty_url)

    def differences(connection: Connection) -> list[Any]:
        opts = {"compare_type": True, "include_object": _is_declared}
        return compare_metadata(MigrationContext.configure(connection, opts=opts), Table.metadata)

    assert await on(empty_url, differences) == []


def _is_declared(thing: object, name: str | None, type: str, reflected: bool, _: object) -> bool:
    """The full-text index is the database's own: tables of SQLite, a column and its index of PostgreSQL."""
    own = {("table", "knowledge_words"), ("column", "words"), ("index", "ix_knowledge_chunks_words")}
    return not any(type == kind and (name or "").startswith(prefix) for kind, prefix in own)


async def test_migrations_go_down_as_they_went_up(empty_url: str) -> None:
    await migrate(empty_url)

    await down(empty_url, "base")

    def left(connection: Connection) -> list[str]:
        return inspect(connection).get_table_names()

    assert await on(empty_url, left) == ["alembic_version"]
    await migrate(empty_url)  # nothing is left that would be in the way


async def test_rows_survive_the_way_up_and_down_and_up(empty_url: str) -> None:
    await on(empty_url, _with_an_old_conversation)
    await migrate(empty_url)
    await on(empty_url, _with_what_is_new)

    await down(empty_url, "0001")
    assert await said(empty_url) == ["Hello"]
    await migrate(empty_url)

    assert await said(empty_url) == ["Hello"]
    database = open_database(empty_url)
    async with database.reading() as connection:
        assert await broken_references(connection) == []
    await database.close()


async def test_the_words_of_a_chunk_are_found_until_it_goes(empty_url: str) -> None:
    await on(empty_url, _with_an_old_conversation)
    await migrate(empty_url)
    await on(empty_url, _with_what_is_new)
    database = open_database(empty_url)

    assert len(await holding(database, "giraffe")) == 1
    await on(empty_url, lambda connection: connection.execute(text("DELETE FROM knowledge_groups")))
    await on(empty_url, lambda connection: connection.execute(text("DELETE FROM knowledge_chunks")))

    assert await holding(database, "giraffe") == set()
    await database.close()


async def test_migrating_again_changes_nothing(empty_url: str) -> None:
    for _ in range(2):
        await migrate(empty_url)


async def test_of_several_that_start_at_once_one_migrates(empty_url: str) -> None:
    starts: list[Coroutine[Any, Any, None]] = [migrate(empty_url) for _ in range(4)]

    await asyncio.gather(*starts)

    assert await on(empty_url, lambda connection: len(inspect(connection).get_table_names())) > 10


async def test_readers_do_not_wait_for_the_writer(tmp_path: Path) -> None:
    database = open_database(sqlite_url(tmp_path))
    async with database.reading() as connection:
        assert (await connection.exec_driver_sql("PRAGMA journal_mode")).scalar() == "wal"
        assert (await connection.exec_driver_sql("PRAGMA foreign_keys")).scalar() == 1
    await database.close()


async def said(url: str) -> list[str]:
    lines = text("SELECT text FROM turns JOIN sessions ON sessions.id = turns.session_id")
    return list(await on(url, lambda connection: connection.scalars(lines).all()))


async def holding(database: Database, word: str) -> set[int]:
    async with database.transaction() as session:
        return await database.words.holding(session, ["g"], word)


async def broken_references(connection: AsyncConnection) -> list[Any]:
    """SQLite is the one that can lose them: it is migrated with its guard down, which is up again here."""
    if connection.dialect.name != "sqlite":
        return []
    assert (await connection.exec_driver_sql("PRAGMA foreign_keys")).scalar_one() == 1
    return list(await connection.exec_driver_sql("PRAGMA foreign_key_check"))


def _with_an_old_conversation(connection: Connection) -> None:
    config = configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, "0001")
    for table, row in OLD_ROWS.items():
        values = ", ".join(_literal(value) for value in row.values())
        connection.exec_driver_sql(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({values})")


def _with_what_is_new(connection: Connection) -> None:
    for statement in NEW_ROWS:
        connection.exec_driver_sql(statement)


def _literal(value: Any) -> str:
    return f"'{value}'" if isinstance(value, str) else str(value)
