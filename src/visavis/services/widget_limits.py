"""How much people may talk through a persona's widget: conversations in all and a day, and minutes a day.

A conversation counts when it gets its session token. Minutes are those of the conversations that began today
(UTC). One that has begun goes on, so each seat can pass the limit by what is left of one conversation.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.services.errors import Forbidden
from visavis.services.personas import get_persona
from visavis.store.base import now
from visavis.store.database import Database
from visavis.store.holding import hold
from visavis.store.tables import Persona, Session, WidgetUses

CLIENT_LABEL = "visavis-widget"
"""Of the sessions that widgets start."""
USED_UP = "The widget of this persona has reached its usage limit"


@dataclass(frozen=True, slots=True)
class Use:
    in_all: int
    today: int
    spoken_today: timedelta

    @property
    def minutes_today(self) -> float:
        return self.spoken_today / timedelta(minutes=1)

    def reaches(self, config: dict[str, Any]) -> bool:
        """Whether one of the limits; `config` as the API takes it."""
        limits = (
            (self.in_all, config.get("usageLimit")),
            (self.today, config.get("dailyUsageLimit")),
            (self.minutes_today, config.get("dailyMinuteLimit")),
        )
        return any(limit is not None and used >= limit for used, limit in limits)


async def use_of(database: Database, organization_id: str, persona_id: str) -> Use:
    """Until now. Raises NotFound for a persona that the organization does not see."""
    await get_persona(database, organization_id, persona_id)
    async with database.transaction() as session:
        return await _use_of(session, persona_id, now())


async def is_used_up(database: Database, persona: Persona) -> bool:
    async with database.transaction() as session:
        return (await _use_of(session, persona.id, now())).reaches(persona.widget_config)


async def count_use(database: Database, persona_id: str) -> None:
    """The persona is held meanwhile, so that uses at once never pass a limit together. Raises Forbidden."""
    at = now()
    async with database.transaction() as session:
        persona = await hold(session, Persona, persona_id)
        use = await _use_of(session, persona_id, at)
        if persona is None or use.reaches(persona.widget_config):
            raise Forbidden(USED_UP)
        await session.merge(WidgetUses(persona_id=persona_id, day=_day(at), count=use.today + 1))


async def _use_of(session: AsyncSession, persona_id: str, at: datetime) -> Use:
    of_widget = WidgetUses.persona_id == persona_id
    in_all = await session.scalar(select(func.sum(WidgetUses.count)).where(of_widget))
    today = await session.scalar(select(WidgetUses.count).where(of_widget, WidgetUses.day == _day(at)))
    talks = select(Session.started_at, Session.ended_at).where(
        Session.persona_id == persona_id,
        Session.client_label == CLIENT_LABEL,
        Session.started_at >= datetime.combine(_day(at), time(), UTC),
    )
    lengths = [(ended or at) - began for began, ended in await session.execute(talks) if began]
    return Use(in_all or 0, today or 0, sum(lengths, timedelta()))


def _day(at: datetime) -> date:
    return at.astimezone(UTC).date()
