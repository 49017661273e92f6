"""Migration 0007 on a database that is in use."""

from __future__ import annotations

import pytest
from alembic import command
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError
from tests.store.migrating import TODAY, config_for

BEFORE = [
    f"INSERT INTO organizations (id, name, created_at, updated_at) VALUES ('o', 'Ours', '{TODAY}', '{TODAY}')",
    "INSERT INTO sessions (id, organization_id, client_metadata, persona_config, created_at, updated_at) "
    f"VALUES ('s', 'o', '{{}}', '{{}}', '{TODAY}', '{TODAY}')",
]
CALL = (
    "INSERT INTO tool_calls (session_id, number, turn_index, tool_call_id, tool_name, tool_type, status, "
    f"started_at) VALUES ('s', 2, 0, 'c', 'look_up', 'client', 'started', '{TODAY}')"
)
WEBHOOK = (
    "INSERT INTO webhooks (id, organization_id, url, events, enabled, sealed_secret, created_at, updated_at) "
    f"VALUES ('w', 'o', 'https://x.example/', '[\"*\"]', 1, 'sealed', '{TODAY}', '{TODAY}')"
)
DELIVERY = (
    "INSERT INTO webhook_deliveries (id, webhook_id, event_id, event, body, status, attempts, created_at) "
    f"VALUES ('{{}}', 'w', 'evt_s_2', 'tool.called', '{{{{}}}}', 'waiting', 0, '{TODAY}')"
)


def test_rows_live_through_the_way_up_and_down_and_up(connection: Connection) -> None:
    config = config_for(connection)
    command.upgrade(config, "0006")
    for row in BEFORE:
        connection.exec_driver_sql(row)

    command.upgrade(config, "0007")
    for row in (CALL, WEBHOOK, DELIVERY.format("d")):
        connection.exec_driver_sql(row)
    command.downgrade(config, "0006")
    command.upgrade(config, "0007")

    assert connection.exec_driver_sql("SELECT id FROM sessions").scalar_one() == "s"
    assert connection.exec_driver_sql("SELECT count(*) FROM webhooks").scalar_one() == 0
    assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []


def test_the_database_itself_keeps_an_event_from_being_told_twice_and_a_log_from_outliving_its_webhook(
    connection: Connection,
) -> None:
    command.upgrade(config_for(connection), "0007")
    for row in (BEFORE[0], WEBHOOK, DELIVERY.format("d")):
        connection.exec_driver_sql(row)

    with pytest.raises(IntegrityError, match="event_id"):
        connection.exec_driver_sql(DELIVERY.format("e"))
    connection.exec_driver_sql("DELETE FROM webhooks")
    assert connection.exec_driver_sql("SELECT count(*) FROM webhook_deliveries").scalar_one() == 0
