"""Who said that the speaker of a cloned voice agrees, when and in which words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from visavis.store.base import UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("voices", sa.Column("consent_words", sa.Text(), nullable=True))
    op.add_column("voices", sa.Column("consent_by", sa.String(length=36), nullable=True))
    op.add_column("voices", sa.Column("consent_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("voices", "consent_at")
    op.drop_column("voices", "consent_by")
    op.drop_column("voices", "consent_words")
