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

        opts = {"compare_type": True, "include_name": _is_declared}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, Table.metadata) == []


def _is_declared(name: str | None, type: str, _: object) -> bool:
    """The full-text index of SQLite is made of tables of its own."""
    return not (type == "table" and (name or "").startswith("knowledge_words"))


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


async def test_rows_that_point_to_an_altered_table_survive_the_migrations(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    _with_an_old_conversation(path)
    database = open_database(f"sqlite+aiosqlite:///{path}")

    await database.migrate()

    async with database.reading() as connection:
        turns = await connection.exec_driver_sql(
            "SELECT text FROM turns JOIN sessions ON sessions.id = turns.session_id"
        )
        broken = await connection.exec_driver_sql("PRAGMA foreign_key_check")
        checked = await connection.exec_driver_sql("PRAGMA foreign_keys")
        assert [row[0] for row in turns] == ["Hello"]
        assert list(broken) == []
        assert checked.scalar_one() == 1, "and are guarded again"
    await database.close()


def _with_an_old_conversation(path: Path) -> None:
    """A database of the first schema that holds one turn of one session."""
    now = "2026-04-20 10:00:00"
    rows = {
        "organizations": {"id": "o", "name": "Old", "created_at": now, "updated_at": now},
        "sessions": {
            "id": "s",
            "organization_id": "o",
            "client_metadata": "{}",
            "persona_config": "{}",
            "created_at": now,
            "updated_at": now,
        },
        "turns": {
            "session_id": "s",
            "number": 1,
            "role": "user",
            "text": "Hello",
            "started_at": now,
            "seconds": 1,
            "interrupted": 0,
        },
    }
    with create_engine(f"sqlite:///{path}").begin() as connection:
        config = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for table, row in rows.items():
            marks = ", ".join("?" * len(row))
            statement = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})"
            connection.exec_driver_sql(statement, tuple(row.values()))
