"""Shelves, on which any page of any number of personas is found at once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

SHELVE_ALL = """
    UPDATE personas SET shelf = placed.shelf FROM (
        SELECT id, (row_number() OVER (PARTITION BY organization_id ORDER BY created_at, id) - 1) / 256
            AS shelf
        FROM personas WHERE organization_id IS NOT NULL
    ) AS placed WHERE placed.id = personas.id
"""
COUNT_ALL = """
    INSERT INTO persona_shelves (organization_id, shelf, personas)
    SELECT organization_id, shelf, count(*) FROM personas
    WHERE organization_id IS NOT NULL GROUP BY organization_id, shelf
"""

ONE_MORE = """
    INSERT INTO persona_shelves (organization_id, shelf, personas) VALUES (new.organization_id, new.shelf, 1)
    ON CONFLICT (organization_id, shelf) DO UPDATE SET personas = persona_shelves.personas + 1;
"""
ONE_LESS = """
    UPDATE persona_shelves SET personas = personas - 1
    WHERE organization_id = old.organization_id AND shelf = old.shelf;
    DELETE FROM persona_shelves
    WHERE organization_id = old.organization_id AND shelf = old.shelf AND personas = 0;
"""
WHENS = (("made", "INSERT", "new", ONE_MORE), ("gone", "DELETE", "old", ONE_LESS))


def upgrade() -> None:
    op.add_column("personas", sa.Column("shelf", sa.Integer(), nullable=False, server_default="0"))
    op.execute(SHELVE_ALL)
    op.create_index("ix_personas_shelved", "personas", ["organization_id", "shelf", "created_at", "id"])
    op.drop_index("ix_personas_organization_id", table_name="personas")  # the new one begins like it
    op.create_table(
        "persona_shelves",
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.Column("shelf", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("personas", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_persona_shelves_organization_id")
        ),
        sa.PrimaryKeyConstraint("organization_id", "shelf", name=op.f("pk_persona_shelves")),
    )
    op.execute(COUNT_ALL)
    create = _on_sqlite if op.get_bind().dialect.name == "sqlite" else _on_postgresql
    for when in WHENS:
        create(*when)


def downgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, *_ in WHENS:
        op.execute(f"DROP TRIGGER personas_{name}" + ("" if on_sqlite else " ON personas"))
        if not on_sqlite:
            op.execute(f"DROP FUNCTION personas_{name}()")
    op.drop_table("persona_shelves")
    op.create_index("ix_personas_organization_id", "personas", ["organization_id"])
    op.drop_index("ix_personas_shelved", table_name="personas")
    op.drop_column("personas", "shelf")


def _on_sqlite(name: str, event: str, row: str, work: str) -> None:
    op.execute(
        f"CREATE TRIGGER personas_{name} AFTER {event} ON personas "
        f"WHEN {row}.organization_id IS NOT NULL BEGIN {work} END"
    )


def _on_postgresql(name: str, event: str, row: str, work: str) -> None:
    op.execute(
        f"CREATE FUNCTION personas_{name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {work} RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER personas_{name} AFTER {event} ON personas FOR EACH ROW "
        f"WHEN ({row}.organization_id IS NOT NULL) EXECUTE FUNCTION personas_{name}()"
    )
