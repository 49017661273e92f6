"""Browsers that are signed in to the Lab."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from visavis.store.base import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lab_sessions",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("api_key_id", sa.String(length=36), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["api_key_id"], ["api_keys.id"], name=op.f("fk_lab_sessions_api_key_id")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_lab_sessions")),
    )
    op.create_index("ix_lab_sessions_expires_at", "lab_sessions", ["expires_at"])


def downgrade() -> None:
    op.drop_table("lab_sessions")
