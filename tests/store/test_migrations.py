"""The migrations build what the tables say."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect

from visavis.store.database import open_database
from visavis.store.migrate import configuration, migrate
from visavis.store.tables import Table


def test_migrated_tables_and_declared_tables_are_the_same() -> None:
    with create_engine("sqlite://").connect() as connection:
        migrate(connection)

        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Table.metadata) == []


def test_migrations_go_down_as_they_went_up() -> None:
    with create_engine("sqlite://").connect() as connection:
        config = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        command.downgrade(config, "base")

        assert inspect(connection).get_table_names() == ["alembic_version"]


async def test_migrating_again_changes_nothing(tmp_path: Path) -> None:
    for _ in range(2):
        database = open_database(f"sqlite+aiosqlite:///{tmp_path / 'visavis.db'}")
        await database.migrate()
        await database.close()


async def test_readers_do_not_wait_for_the_writer(tmp_path: Path) -> None:
    database = open_database(f"sqlite+aiosqlite:///{tmp_path / 'visavis.db'}")
    async with database.reading() as connection:
        assert (await connection.exec_driver_sql("PRAGMA journal_mode")).scalar() == "wal"
        assert (await connection.exec_driver_sql("PRAGMA foreign_keys")).scalar() == 1
    await database.close()
