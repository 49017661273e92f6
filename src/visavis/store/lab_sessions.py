"""Browsers that are signed in to the Lab."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from visavis.store.base import Table


class LabSession(Table):
    """One row for one browser, for which an API key stands that the browser does not have."""

    __tablename__ = "lab_sessions"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    """Of the ticket in the browser's cookie."""
    api_key_id: Mapped[str] = mapped_column(ForeignKey("api_keys.id"))
    expires_at: Mapped[datetime] = mapped_column(index=True)
