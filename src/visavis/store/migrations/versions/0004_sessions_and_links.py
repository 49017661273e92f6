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
    op.add_column(
        "sessions", sa.Column("kind", sa.String(length=20), nullable=False, server_default="turnkey")
    )
    op.add_column(
        "sessions", sa.Column("zero_data_retention", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("sessions", sa.Column("engine_version", sa.String(length=40), nullable=True))
    op.add_column("sessions", sa.Column("erased_at", UtcDateTime(), nullable=True))
    op.create_index("ix_sessions_newest", "sessions", ["organization_id", "created_at", "id"])
    op.create_index("ix_sessions_kept", "sessions", ["ended_at", "erased_at"])

    op.create_table(
        "share_links",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.Column("persona_id", sa.String(length=36), nullable=False),
        sa.Column("persona_name", sa.Text(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("usage_limit", sa.Integer(), nullable=True),
        sa.Column("usage_count", sa.Integer(), nullable=False),
        sa.Column("allowed_origins", sa.JSON(), nullable=False),
        sa.Column("allow_all_origins", sa.Boolean(), nullable=False),
        sa.Column("remove_watermark", sa.Boolean(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_share_links_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["persona_id"], ["personas.id"], name=op.f("fk_share_links_persona_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_links")),
        sa.UniqueConstraint("token", name=op.f("uq_share_links_token")),
    )
    op.create_index("ix_share_links_organization_id", "share_links", ["organization_id", "created_at"])
    op.create_index("ix_share_links_persona_id", "share_links", ["persona_id"])
    op.create_index(
        "uq_share_links_primary",
        "share_links",
        ["organization_id", "persona_id"],
        unique=True,
        sqlite_where=sa.text("is_primary"),
        postgresql_where=sa.text("is_primary"),
    )

    op.add_column("organizations", sa.Column("default_language", sa.String(length=16), nullable=True))
    op.add_column("organizations", sa.Column("max_session_seconds", sa.Double(), nullable=True))
    op.add_column("organizations", sa.Column("retention_days", sa.Integer(), nullable=True))
    op.add_column("organizations", sa.Column("avatar_models", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("api_keys", sa.Column("permissions", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    op.drop_column("api_keys", "permissions")
    op.drop_column("organizations", "avatar_models")
    op.drop_column("organizations", "retention_days")
    op.drop_column("organizations", "max_session_seconds")
    op.drop_column("organizations", "default_language")
    op.drop_table("share_links")
    op.drop_index("ix_sessions_kept", "sessions")
    op.drop_index("ix_sessions_newest", "sessions")
    op.drop_column("sessions", "erased_at")
    op.drop_column("sessions", "engine_version")
    op.drop_column("sessions", "zero_data_retention")
    op.drop_column("sessions", "kind")
