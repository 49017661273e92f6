"""How much an LLM reads at once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("llms", sa.Column("context_tokens", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("llms", "context_tokens")
