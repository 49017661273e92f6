"""How much of a widget was used. Ours: the public contract has no limits of widgets."""

from __future__ import annotations

from visavis.api.schemas.base import Answer
from visavis.services.widget_limits import Use

PLACES = 1


class WidgetUseAnswer(Answer):
    usage_count: int
    """Conversations in all."""
    daily_usage_count: int
    """Those of today (UTC)."""
    daily_minutes: float
    """Of those that began today, together; one that still runs counts until now."""


def widget_use_answer(use: Use) -> WidgetUseAnswer:
    return WidgetUseAnswer(
        usage_count=use.in_all,
        daily_usage_count=use.today,
        daily_minutes=round(use.minutes_today, PLACES),
    )
