"""Keys that organizations have for vendors, voices that were cloned with one, and samples of voices."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from visavis.store.base import UtcDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "vendor_keys",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.Column("vendor", sa.String(length=40), nullable=False),
        sa.Column("sealed_key", sa.Text(), nullable=False),
        sa.Column("ending", sa.String(length=4), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_vendor_keys_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vendor_keys")),
        sa.UniqueConstraint("organization_id", "vendor", name="uq_vendor_keys_vendor"),
    )
    op.add_column(
        "voices", sa.Column("in_own_account", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("voices", sa.Column("sample_key", sa.String(length=200), nullable=True))


def downgrade() -> None:
    op.drop_column("voices", "sample_key")
    op.drop_column("voices", "in_own_account")
    op.drop_table("vendor_keys")
