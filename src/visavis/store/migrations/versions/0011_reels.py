"""What engines recorded, until it is a film; and what clients call their turns."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sessions", sa.Column("reel_key", sa.String(length=200), nullable=True))
    op.add_column("sessions", sa.Column("recording_note", sa.Text(), nullable=True))
    op.add_column("turns", sa.Column("correlation_id", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("turns", "correlation_id")
    op.drop_column("sessions", "recording_note")
    op.drop_column("sessions", "reel_key")
