"""What each answer took of its language model, in tokens."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("turns", sa.Column("usage", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    op.drop_column("turns", "usage")
