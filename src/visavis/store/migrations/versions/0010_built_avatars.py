"""What was seen in an avatar's photo, corrections to it, and the faces that no server could build yet."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

avatars = sa.table(
    "avatars",
    sa.column("id", sa.String),
    sa.column("organization_id", sa.String),
    sa.column("build_status", sa.String),
    sa.column("build_note", sa.Text),
    sa.column("deleted_at", sa.DateTime(timezone=True)),
)
jobs = sa.table(
    "jobs",
    sa.column("id", sa.String),
    sa.column("organization_id", sa.String),
    sa.column("kind", sa.String),
    sa.column("subject_id", sa.String),
    sa.column("running", sa.Boolean),
    sa.column("progress", sa.Float),
    sa.column("attempts", sa.Integer),
    sa.column("not_before", sa.DateTime(timezone=True)),
    sa.column("created_at", sa.DateTime(timezone=True)),
    sa.column("updated_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    op.add_column("avatars", sa.Column("build_report", sa.JSON(), nullable=True))
    op.add_column("avatars", sa.Column("corrections", sa.JSON(), server_default="{}", nullable=False))
    waiting = (avatars.c.build_status == "waiting") & avatars.c.deleted_at.is_(None)
    now = datetime.now(UTC)
    for row in op.get_bind().execute(sa.select(avatars.c.id, avatars.c.organization_id).where(waiting)).all():
        op.get_bind().execute(
            jobs.insert().values(
                id=str(uuid4()),
                organization_id=row.organization_id,
                kind="avatar.build",
                subject_id=row.id,
                running=False,
                progress=0.0,
                attempts=0,
                not_before=now,
                created_at=now,
                updated_at=now,
            )
        )
    op.get_bind().execute(avatars.update().where(waiting).values(build_note=None))


def downgrade() -> None:
    op.get_bind().execute(jobs.delete().where(jobs.c.kind == "avatar.build"))
    op.drop_column("avatars", "corrections")
    op.drop_column("avatars", "build_report")
