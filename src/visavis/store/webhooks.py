"""Webhooks: where an organization wants to be told of events, and what has been sent there."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from visavis.store.base import Dated, Table, new_id, now

WAITING = "waiting"
"""For its next attempt."""
DELIVERED = "delivered"
FAILED = "failed"
"""Given up."""


class Webhook(Dated, Table):
    __tablename__ = "webhooks"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    organization_id: Mapped[str] = mapped_column(ForeignKey("organizations.id"), index=True)
    url: Mapped[str] = mapped_column(Text)
    description: Mapped[str | None] = mapped_column(Text)
    events: Mapped[list[str]]
    """Types of events, or "*" alone."""
    enabled: Mapped[bool] = mapped_column(default=True)
    disabled_reason: Mapped[str | None] = mapped_column(Text)
    """For people, when this server has disabled it."""
    sealed_secret: Mapped[str] = mapped_column(Text)
    sealed_old_secret: Mapped[str | None] = mapped_column(Text)
    """The one before, which signs too until its time is over."""
    old_secret_until: Mapped[datetime | None]


class WebhookDelivery(Table):
    """One event for one webhook: written in the transaction of what it tells of, sent, and then the log."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        UniqueConstraint("webhook_id", "event_id", name="uq_webhook_deliveries_event"),
        Index("ix_webhook_deliveries_due", "next_attempt_at"),
        Index("ix_webhook_deliveries_newest", "webhook_id", "number"),
        Index("ix_webhook_deliveries_kept", "created_at"),
    )

    number: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    """The order in which events happened."""
    id: Mapped[str] = mapped_column(String(36), unique=True, default=new_id)
    webhook_id: Mapped[str] = mapped_column(ForeignKey("webhooks.id", ondelete="CASCADE"))
    event_id: Mapped[str] = mapped_column(String(100))
    """The same whenever the same thing is reported again."""
    event: Mapped[str] = mapped_column(String(40))
    """Its type."""
    body: Mapped[str] = mapped_column(Text)
    """What is signed and sent, to the byte."""
    status: Mapped[str] = mapped_column(String(12), default=WAITING)
    """One of the three above."""
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime | None]
    """While it waits."""
    attempted_at: Mapped[datetime | None]
    """This and what follows tell of the last attempt."""
    duration_ms: Mapped[int | None]
    response_status: Mapped[int | None]
    response_body: Mapped[str | None] = mapped_column(Text)
    """How it begins."""
    error: Mapped[str | None] = mapped_column(Text)
    """Why it was no success, for people."""
    created_at: Mapped[datetime] = mapped_column(default=lambda: now())
