"""Organizations and the API keys that act for them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from visavis.store.base import Dated, Table, new_id


class Organization(Dated, Table):
    __tablename__ = "organizations"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(200))
    max_concurrent_sessions: Mapped[int | None]
    """None: as many as the server allows; it never allows more."""
    default_language: Mapped[str | None] = mapped_column(String(16))
    """What personas hear that name no language; None: the server's default."""
    max_session_seconds: Mapped[float | None]
    retention_days: Mapped[int | None]
    """How long what was said is kept; None: the server's default."""
    avatar_models: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    """Those that sessions may use; None: all."""


class ApiKey(Dated, Table):
    """The key itself is never stored, only its digest."""

    __tablename__ = "api_keys"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    organization_id: Mapped[str] = mapped_column(ForeignKey("organizations.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    prefix: Mapped[str] = mapped_column(String(16))
    """The first characters of the key, so that people can tell theirs apart."""
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    revoked_at: Mapped[datetime | None]
    permissions: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    """As "personas:read"; None: all."""
