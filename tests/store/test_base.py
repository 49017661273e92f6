"""Times are UTC, whatever goes in and whatever the database keeps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from sqlalchemy import Column, Integer, MetaData, Table, create_engine, select

from visavis.store.base import UtcDateTime

NOON_IN_BERLIN = datetime(2026, 7, 1, 12, 0, 0, 123456, timezone(timedelta(hours=2)))


def test_a_time_comes_back_as_the_same_moment_in_utc() -> None:
    table = Table("t", MetaData(), Column("id", Integer, primary_key=True), Column("at", UtcDateTime))
    with create_engine("sqlite://").connect() as connection:
        table.create(connection)
        connection.execute(table.insert().values(at=NOON_IN_BERLIN))
        connection.execute(table.insert().values(at=None))

        assert connection.scalars(select(table.c.at)).all() == [NOON_IN_BERLIN, None]
        assert connection.scalars(select(table.c.at)).first().tzinfo is UTC
