"""How soon each voice begins to sound, as it was measured in conversations: from the first clause that it was
given to its first sample."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.services.statistics import distribution
from visavis.store.sessions import Session, Turn

MOST_TURNS = 50
"""Of each voice."""
MOST_SESSIONS = 1000
"""The newest ones are looked through; what was measured before says little of today."""
MOST_LOOKED_AT = 5000
"""Turns in all."""


@dataclass(frozen=True, slots=True)
class FirstSound:
    voice_id: str
    turns: int
    """How many were measured."""
    median_s: float


async def first_sounds(session: AsyncSession, organization_id: str) -> Sequence[FirstSound]:
    """Of the voices that were measured in this organization's sessions, and of no others."""
    newest = (
        select(Session.id)
        .where(Session.organization_id == organization_id)
        .order_by(Session.created_at.desc(), Session.id)
        .limit(MOST_SESSIONS)
        .subquery()
    )
    measured = (
        select(Session.persona_config["voiceId"].as_string(), Turn.latency)
        .join(Session, Session.id == Turn.session_id)
        .where(Session.id.in_(select(newest.c.id)), Turn.role == "persona")
        .where(Turn.latency["voice_began_s"].as_float().is_not(None))
        .where(Turn.latency["first_sound_s"].as_float().is_not(None))
        .order_by(Turn.started_at.desc())
        .limit(MOST_LOOKED_AT)
    )
    took: defaultdict[str, list[float]] = defaultdict(list)
    for voice_id, latency in await session.execute(measured):
        if voice_id and len(took[voice_id]) < MOST_TURNS:
            took[voice_id].append(max(0.0, latency["first_sound_s"] - latency["voice_began_s"]))
    return [
        FirstSound(voice_id, len(times), distribution(times).p50 or 0.0)
        for voice_id, times in sorted(took.items())
    ]
