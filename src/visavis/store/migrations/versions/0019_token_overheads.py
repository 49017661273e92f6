"""What a language model took beyond the answers that stand in the transcript, in tokens."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "token_overheads",
        sa.Column("session_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("usage", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("estimated", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_token_overheads_session_id")),
        sa.PrimaryKeyConstraint("session_id", "number", name=op.f("pk_token_overheads")),
    )


def downgrade() -> None:
    op.drop_table("token_overheads")
