"""What a database URL may look like, and what people are told of one that cannot be used."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.postgres import Postgres

from visavis.store.database import open_database
from visavis.store.database_url import CannotOpenDatabase, engine_url


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+asyncpg"])
def test_postgresql_is_spelt_in_three_ways(scheme: str) -> None:
    url = engine_url(f"{scheme}://me:secret@db.example.com:5433/visavis?sslmode=require")

    assert (url.drivername, url.host, url.port, url.database) == (
        "postgresql+asyncpg", "db.example.com", 5433, "visavis",
    )  # fmt: skip
    assert dict(url.query) == {"ssl": "require"}


@pytest.mark.parametrize("scheme", ["sqlite", "sqlite+aiosqlite"])
def test_sqlite_is_a_file(scheme: str) -> None:
    assert engine_url(f"{scheme}:////data/visavis.db").drivername == "sqlite+aiosqlite"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("secret", "cannot be read"),
        ("postgresql://me:secret@host:port/x", "cannot be read"),
        ("mysql://me:secret@host/x", "names mysql, and visavis works on SQLite and PostgreSQL"),
        ("postgresql://me@host/x?password=secret", "has the parameter password"),
    ],
)
def test_another_url_is_refused_in_one_line_without_the_password(url: str, said: str) -> None:
    with pytest.raises(CannotOpenDatabase, match=said) as refused:
        engine_url(url)

    assert "secret" not in str(refused.value)
    assert "\n" not in str(refused.value)


async def refusal(url: str) -> str:
    database = open_database(url)
    try:
        with pytest.raises(CannotOpenDatabase) as refused:
            await database.migrate()
    finally:
        await database.close()
    said = str(refused.value)
    assert "secret" not in said
    assert "\n" not in said
    assert said.endswith(".")
    return said


async def test_a_server_that_is_not_there_is_named() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        said = await refusal(f"postgresql://me:secret@127.0.0.1:{port}/x")

    assert f"postgresql+asyncpg://me:***@127.0.0.1:{port}/x cannot be opened" in said


async def test_a_database_that_is_not_there_is_named(postgres: Postgres) -> None:
    assert 'database "absent" does not exist' in await refusal(postgres.url("absent"))


@pytest.fixture
def latin_postgres(postgres: Postgres) -> Iterator[str]:
    postgres.execute("CREATE DATABASE latin TEMPLATE template0 ENCODING latin1 LOCALE 'C'")
    yield postgres.url("latin")
    postgres.drop("latin")


async def test_a_database_of_another_encoding_is_refused(latin_postgres: str) -> None:
    assert "its encoding is LATIN1, and visavis needs UTF8" in await refusal(latin_postgres)


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_text("Dear Sir or Madam, " * 100)

    assert "file is not a database" in await refusal(f"sqlite:///{tmp_path / 'letter.db'}")
    assert "unable to open database file" in await refusal(f"sqlite:///{tmp_path / 'no' / 'where.db'}")


async def test_a_database_of_a_newer_visavis_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'visavis.db'}"
    database = open_database(url)
    await database.migrate()
    async with database.transaction() as session:
        await (await session.connection()).exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    await database.close()

    assert "its schema is not of this version of visavis" in await refusal(url)
