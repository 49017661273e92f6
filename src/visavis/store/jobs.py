"""Work that outlives a request. A job is a row for as long as there is something to do."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from visavis.store.base import Dated, Table, new_id, now


class Job(Dated, Table):
    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_waiting", "running", "not_before"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    organization_id: Mapped[str] = mapped_column(ForeignKey("organizations.id"))
    kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(64), index=True)
    """The row that the work is about, which says how it ended."""
    running: Mapped[bool] = mapped_column(default=False)
    progress: Mapped[float] = mapped_column(default=0.0)
    """0 to 1."""
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime] = mapped_column(default=lambda: now())
