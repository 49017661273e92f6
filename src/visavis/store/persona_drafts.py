"""What of a persona is saved and not published yet, and what was published before.

Fields are named as in the table of personas, with `tool_ids` and `knowledge` (ids of groups) beside them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from visavis.store.base import Table, new_id, now


class PersonaDraft(Table):
    """At most one for a persona."""

    __tablename__ = "persona_drafts"

    persona_id: Mapped[str] = mapped_column(ForeignKey("personas.id", ondelete="CASCADE"), primary_key=True)
    revision: Mapped[str] = mapped_column(String(36), default=new_id)
    """Another one after every change, so that nobody overwrites what they have not seen."""
    fields: Mapped[dict[str, Any]]
    """Those alone that differ from the persona."""
    saved_at: Mapped[datetime] = mapped_column(default=lambda: now())


class PersonaVersion(Table):
    """A persona as it was published once; the newest is what it is now, unless it was changed directly."""

    __tablename__ = "persona_versions"

    persona_id: Mapped[str] = mapped_column(ForeignKey("personas.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """From 1."""
    fields: Mapped[dict[str, Any]]
    """All of them."""
    changed: Mapped[list[str]]
    """Names of those that the version before had otherwise; none of the first."""
    published_at: Mapped[datetime]
