"""Migration 0006 on a database that is in use."""

from __future__ import annotations

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from tests.store.migrating import TODAY, config_for

DATED = f"'{TODAY}', '{TODAY}'"
ROWS = [
    f"INSERT INTO organizations (id, name, created_at, updated_at) VALUES ('o', 'Ours', {DATED})",
    "INSERT INTO personas (id, organization_id, name, persona_preset, voice_speed, skip_greeting, "
    "uninterruptible_greeting, zero_data_retention, enable_audio_passthrough, widget_config, created_at, "
    f"updated_at) VALUES ('p', 'o', 'Nora', '', 1.5, false, false, true, false, '{{}}', {DATED})",
    "INSERT INTO voices (id, organization_id, display_name, provider, display_tags, is_zdr, language, engine, "
    f"engine_voice, created_at, updated_at) VALUES ('v', 'o', 'Lucy', 'ELEVENLABS', '[]', true, 'en', 'flite', "
    f"'slt', {DATED})",
    f"INSERT INTO knowledge_groups (id, organization_id, name, created_at, updated_at) VALUES ('g', 'o', 'G', {DATED})",
]


def test_rows_live_through_the_way_up_and_down_and_up(connection: Connection) -> None:
    config = config_for(connection)
    before = ScriptDirectory.from_config(config).get_revision("0006").down_revision
    assert isinstance(before, str)
    command.upgrade(config, before)
    for row in ROWS:
        connection.execute(text(row))

    command.upgrade(config, "0006")
    kept = connection.execute(
        text("SELECT name, voice_speed, director_notes, video_width, session_replay FROM personas")
    )
    assert kept.one() == ("Nora", 1.5, None, None, None)
    assert connection.execute(text("SELECT is_zdr FROM voices")).scalar_one() == 0
    connection.execute(text("UPDATE personas SET video_width = 768"))
    connection.execute(text("INSERT INTO persona_knowledge VALUES ('p', 'g', 0)"))

    command.downgrade(config, before)
    assert connection.execute(text("SELECT is_zdr FROM voices")).scalar_one() == 1
    command.upgrade(config, "0006")
    assert connection.execute(text("SELECT name, video_width FROM personas")).one() == ("Nora", None)
    assert connection.execute(text("SELECT count(*) FROM persona_knowledge")).scalar_one() == 0
    assert connection.execute(text("PRAGMA foreign_key_check")).all() == []


def test_a_deleted_group_takes_its_places_along(connection: Connection) -> None:
    command.upgrade(config_for(connection), "0006")
    connection.execute(text("PRAGMA foreign_keys=ON"))
    for row in ROWS:
        connection.execute(text(row))
    connection.execute(text("INSERT INTO persona_knowledge VALUES ('p', 'g', 0)"))

    connection.execute(text("DELETE FROM knowledge_groups"))

    assert connection.execute(text("SELECT count(*) FROM persona_knowledge")).scalar_one() == 0
