"""Links under which strangers may talk to a persona."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from visavis.store.base import Dated, Table, new_id


class ShareLink(Dated, Table):
    __tablename__ = "share_links"
    __table_args__ = (
        Index("ix_share_links_organization_id", "organization_id", "created_at"),
        Index(
            "uq_share_links_primary",
            "organization_id",
            "persona_id",
            unique=True,
            sqlite_where=text("is_primary"),
            postgresql_where=text("is_primary"),
        ),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    organization_id: Mapped[str] = mapped_column(ForeignKey("organizations.id"))
    persona_id: Mapped[str] = mapped_column(ForeignKey("personas.id", ondelete="CASCADE"), index=True)
    persona_name: Mapped[str] = mapped_column(Text)
    """When the link was issued."""
    name: Mapped[str | None] = mapped_column(String(200))
    token: Mapped[str] = mapped_column(String(40), unique=True)
    type: Mapped[str] = mapped_column(String(20), default="LINK")
    expires_at: Mapped[datetime | None]
    """None: never."""
    usage_limit: Mapped[int | None]
    """None: as often as one likes."""
    usage_count: Mapped[int] = mapped_column(default=0)
    allowed_origins: Mapped[list[str]] = mapped_column(default=list)
    allow_all_origins: Mapped[bool] = mapped_column(default=False)
    remove_watermark: Mapped[bool] = mapped_column(default=False)
    enabled: Mapped[bool] = mapped_column(default=True)
    is_primary: Mapped[bool] = mapped_column(default=False)
    """One of a persona at most."""
