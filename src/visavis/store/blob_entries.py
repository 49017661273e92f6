"""What every blob is, whose it is, and until when it is kept: there is no blob without its row."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from visavis.store.base import Table, now


class BlobEntry(Table):
    __tablename__ = "blob_entries"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    organization_id: Mapped[str] = mapped_column(ForeignKey("organizations.id"), index=True)
    content_type: Mapped[str] = mapped_column(String(200))
    filename: Mapped[str | None] = mapped_column(String(300))
    """What a download is called; None: it is shown, not saved."""
    largest: Mapped[int] = mapped_column(BigInteger)
    """How many bytes may be uploaded."""
    awaited: Mapped[bool]
    """A client uploads it, in its own time; other bytes are written and kept by one request."""
    created_at: Mapped[datetime] = mapped_column(default=lambda: now())
    expires_at: Mapped[datetime | None] = mapped_column(index=True)
    """None: kept, because a row elsewhere names it. In the past: to be swept away."""
