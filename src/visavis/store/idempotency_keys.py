"""Requests that were sent with an Idempotency-Key, and what was answered to them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from visavis.store.base import Table


class IdempotencyKey(Table):
    """One row for one key of one caller. Of the request there are only keyed hashes; the answer is sealed."""

    __tablename__ = "idempotency_keys"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    """Of whose key it is, and the key."""
    organization_id: Mapped[str] = mapped_column(ForeignKey("organizations.id"))
    permissions: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    """Of who asked first; None: all."""
    target: Mapped[str] = mapped_column(String(64))
    """Keyed hash of verb, path and query."""
    holder: Mapped[str] = mapped_column(String(36))
    """The one try that may write the answer."""
    leased_until: Mapped[datetime]
    """Without an answer by then, the try has died."""
    body: Mapped[str | None] = mapped_column(String(64))
    """Keyed hash of the request's body; None while it runs."""
    sealed_answer: Mapped[str | None] = mapped_column(Text)
    """None while it runs."""
    kept_until: Mapped[datetime] = mapped_column(index=True)
