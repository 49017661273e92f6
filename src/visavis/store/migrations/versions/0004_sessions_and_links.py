"""What is kept of sessions, and links to personas."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from visavis.store.base import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sessions") as table:
        table.add_column(sa.Column("kind", sa.String(length=20), nullable=False, server_default="turnkey"))
        table.add_column(
            sa.Column("zero_data_retention", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.add_column(sa.Column("engine_version", sa.String(length=40), nullable=True))
        table.add_column(sa.Column("erased_at", UtcDateTime(), nullable=True))
        table.create_index("ix_sessions_newest", ["organization_id", "created_at", "id"])
        table.create_index("ix_sessions_kept", ["ended_at", "erased_at"])


def downgrade() -> None:
    with op.batch_alter_table("sessions") as table:
        table.drop_index("ix_sessions_kept")
        table.drop_index("ix_sessions_newest")
        table.drop_column("erased_at")
        table.drop_column("engine_version")
        table.drop_column("zero_data_retention")
        table.drop_column("kind")
