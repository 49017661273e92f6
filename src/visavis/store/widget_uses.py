"""How often the widgets of personas were used."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from visavis.store.base import Table


class WidgetUses(Table):
    """Session tokens that a persona's widget gave on one day (UTC); no row: none."""

    __tablename__ = "widget_uses"

    persona_id: Mapped[str] = mapped_column(
        String(36), ForeignKey("personas.id", ondelete="CASCADE"), primary_key=True
    )
    day: Mapped[date] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
