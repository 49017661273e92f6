"""All that a persona may bring to its sessions; and no voice is vouched for unless somebody did."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

voices = sa.table("voices", sa.column("is_zdr", sa.Boolean()))


def upgrade() -> None:
    op.add_column("personas", sa.Column("director_notes", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("personas", sa.Column("max_session_length_seconds", sa.Double(), nullable=True))
    op.add_column("personas", sa.Column("session_replay", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("personas", sa.Column("video_quality", sa.String(length=10), nullable=True))
    op.add_column("personas", sa.Column("video_width", sa.Integer(), nullable=True))
    op.add_column("personas", sa.Column("video_height", sa.Integer(), nullable=True))
    op.create_table(
        "persona_knowledge",
        sa.Column("persona_id", sa.String(length=36), nullable=False),
        sa.Column("group_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["persona_id"], ["personas.id"], name=op.f("fk_persona_knowledge_persona_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["knowledge_groups.id"],
            name=op.f("fk_persona_knowledge_group_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("persona_id", "group_id", name=op.f("pk_persona_knowledge")),
    )
    op.create_index("ix_persona_knowledge_group_id", "persona_knowledge", ["group_id"])
    # every voice was spoken on the machine itself, and every row said so; now what speaks says it
    op.execute(voices.update().values(is_zdr=False))


def downgrade() -> None:
    op.execute(voices.update().values(is_zdr=True))
    op.drop_table("persona_knowledge")
    op.drop_column("personas", "video_height")
    op.drop_column("personas", "video_width")
    op.drop_column("personas", "video_quality")
    op.drop_column("personas", "session_replay")
    op.drop_column("personas", "max_session_length_seconds")
    op.drop_column("personas", "director_notes")
