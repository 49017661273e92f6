"""Tools that personas may call, and which persona has which."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from visavis.store.base import Dated, Table, new_id

THERE = text("deleted_at IS NULL")


class Tool(Dated, Table):
    __tablename__ = "tools"
    __table_args__ = (
        Index(
            "uq_tools_name",
            "organization_id",
            "name",
            unique=True,
            sqlite_where=THERE,
            postgresql_where=THERE,
        ),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    organization_id: Mapped[str | None] = mapped_column(ForeignKey("organizations.id"))
    """None: a stock tool, which all may use and nobody can change."""
    name: Mapped[str] = mapped_column(String(64))
    description: Mapped[str] = mapped_column(Text)
    type: Mapped[str] = mapped_column(String(20))
    """CLIENT, SERVER_RAG, SERVER_WEBHOOK or SYSTEM."""
    config: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """As the public API shows it, but without the headers of a webhook."""
    sealed_headers: Mapped[str | None] = mapped_column(Text)
    """Of a webhook: sealed JSON, because they hold credentials."""
    disable_interruptions: Mapped[bool] = mapped_column(default=False)
    deleted_at: Mapped[datetime | None]


class PersonaTool(Table):
    """A persona has a tool; `position` is its place in the persona's list."""

    __tablename__ = "persona_tools"

    persona_id: Mapped[str] = mapped_column(ForeignKey("personas.id", ondelete="CASCADE"), primary_key=True)
    tool_id: Mapped[str] = mapped_column(
        ForeignKey("tools.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    position: Mapped[int]
