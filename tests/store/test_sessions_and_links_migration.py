"""Migration 0004 on a database that is in use."""

from __future__ import annotations

from alembic import command
from sqlalchemy import Connection, text
from tests.store.migrating import TODAY, config_for

ROWS = [
    f"INSERT INTO organizations VALUES ('o', 'Ours', NULL, '{TODAY}', '{TODAY}')",
    f"INSERT INTO api_keys VALUES ('k', 'o', 'first', 'vv_', 'digest', NULL, '{TODAY}', '{TODAY}')",
    "INSERT INTO sessions (id, organization_id, api_key_id, client_metadata, persona_config, created_at, "
    f"updated_at) VALUES ('s', 'o', 'k', '{{}}', '{{}}', '{TODAY}', '{TODAY}')",
    f"INSERT INTO turns VALUES ('s', 1, 'user', 'Hello', '{TODAY}', 1.5, 0, NULL)",
]


def test_rows_live_through_the_way_up_and_down_and_up(connection: Connection) -> None:
    config = config_for(connection)
    command.upgrade(config, "0003")
    for row in ROWS:
        connection.execute(text(row))

    command.upgrade(config, "0004")
    kept = connection.execute(
        text("SELECT kind, zero_data_retention, engine_version, erased_at FROM sessions")
    )
    assert kept.one() == ("turnkey", 0, None, None)
    settled = connection.execute(text("SELECT retention_days, avatar_models FROM organizations"))
    assert settled.one() == (None, None)
    assert connection.execute(text("SELECT permissions FROM api_keys")).scalar_one() is None

    command.downgrade(config, "0003")
    command.upgrade(config, "0004")
    assert connection.execute(text("SELECT text FROM turns")).scalar_one() == "Hello"
    assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
