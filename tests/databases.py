"""Databases to test on: the same test runs on SQLite and on PostgreSQL.

A test that asks for `database_url` (tests/conftest.py), or for a fixture that does, runs once on each.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from visavis.services.bootstrap import open_store
from visavis.services.seeding import seed_stock
from visavis.settings import Settings

BOTH = ("sqlite", "postgresql")

only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For a test that says nothing about the database, or something about SQLite's files."""
only_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
"""For what SQLite's one writer cannot do wrong."""


def sqlite_url(data_dir: Path) -> str:
    return f"sqlite:///{data_dir / 'visavis.db'}"


def make_ready(data_dir: Path, url: str) -> None:
    """What a first start makes, once, to be copied: migrating and seeding take longer than most tests."""

    async def make() -> None:
        database = await open_store(Settings(data_dir=data_dir, database_url=url))
        async with database.transaction() as session:
            await seed_stock(session, Settings())
        await database.close()

    asyncio.run(make())
