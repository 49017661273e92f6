"""How much an LLM reads at once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("llms", sa.Column("context_tokens", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("llms", "context_tokens")
