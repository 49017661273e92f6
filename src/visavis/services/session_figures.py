"""What a list of sessions says of each: how many turns there were, and the median of the gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.contract.events import TurnLatency
from visavis.services.exchanges import Said, exchanges
from visavis.services.gaps import gap_of, median_s
from visavis.store.sessions import Turn


@dataclass(frozen=True, slots=True)
class Figures:
    turns: int = 0
    """As a report counts them: an utterance and its answer are one."""
    median_gap_s: float | None = None


async def figures_of(session: AsyncSession, session_ids: Sequence[str]) -> Mapping[str, Figures]:
    """Of those of which something is kept."""
    columns = (Turn.session_id, Turn.role, Turn.started_at, Turn.seconds, Turn.latency)
    statement = select(*columns).where(Turn.session_id.in_(session_ids))
    lines: dict[str, list[Said]] = {}
    for id, *line in await session.execute(statement.order_by(Turn.session_id, Turn.number)):
        lines.setdefault(id, []).append(_said(*line))
    return {id: figures(of_one) for id, of_one in lines.items()}


def figures(lines: Sequence[Said]) -> Figures:
    gaps = [gap for line in lines if (gap := gap_of(line.latency))]
    return Figures(len(exchanges(lines)), median_s(gaps))


def _said(role: str, started_at: datetime, seconds: float, latency: object) -> Said:
    known = TurnLatency.model_validate(latency) if latency else None
    return Said("persona" if role == "persona" else "user", started_at, seconds, latency=known)
