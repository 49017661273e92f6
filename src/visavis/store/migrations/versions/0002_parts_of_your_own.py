"""Avatars, voices and LLMs that people add themselves, and the blobs that belong to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from visavis.store.base import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "blob_entries",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.Column("content_type", sa.String(length=200), nullable=False),
        sa.Column("filename", sa.String(length=300), nullable=True),
        sa.Column("largest", sa.BigInteger(), nullable=False),
        sa.Column("awaited", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_blob_entries_organization_id")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_blob_entries")),
    )
    op.create_index("ix_blob_entries_organization_id", "blob_entries", ["organization_id"])
    op.create_index("ix_blob_entries_expires_at", "blob_entries", ["expires_at"])

    with op.batch_alter_table("avatars") as table:
        # stock rows and all that exist are built; server defaults are for them
        table.add_column(
            sa.Column("build_status", sa.String(length=20), nullable=False, server_default="ready")
        )
        table.add_column(sa.Column("build_note", sa.Text(), nullable=True))
        table.add_column(sa.Column("blobs", sa.JSON(), nullable=False, server_default="{}"))
        table.add_column(sa.Column("deleted_at", UtcDateTime(), nullable=True))
    with op.batch_alter_table("voices") as table:
        table.add_column(sa.Column("audio_key", sa.String(length=200), nullable=True))
        table.add_column(sa.Column("enhance", sa.Boolean(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("voices") as table:
        table.drop_column("enhance")
        table.drop_column("audio_key")
    with op.batch_alter_table("avatars") as table:
        table.drop_column("deleted_at")
        table.drop_column("blobs")
        table.drop_column("build_note")
        table.drop_column("build_status")
    op.drop_table("blob_entries")
