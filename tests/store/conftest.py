from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, create_engine, text


@pytest.fixture
def connection() -> Iterator[Connection]:
    """To an empty SQLite database, on which migrations are tried one by one."""
    with create_engine("sqlite://").connect() as opened:
        opened.execute(text("PRAGMA foreign_keys=ON"))
        opened.commit()
        yield opened
