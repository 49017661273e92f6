"""What a session's language model took beyond its answers: written down as reported, and summed up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.contract.events import OverheadTold
from visavis.contract.token_usage import NOTHING_TOLD, OverheadReason, TokenUsage
from visavis.store.sessions import TokenOverhead


@dataclass(frozen=True, slots=True)
class OverheadSum:
    count: int = 0
    """Answers, or summaries."""
    estimated: int = 0
    """Of these: nobody told all that they took."""
    usage: TokenUsage = NOTHING_TOLD


def token_overhead(event: OverheadTold) -> TokenOverhead:
    return TokenOverhead(
        session_id=event.session_id,
        number=event.number,
        reason=event.reason.value,
        usage=event.usage.model_dump(),
        estimated=event.estimated,
    )


async def overheads_in(session: AsyncSession, session_id: str) -> Mapping[OverheadReason, OverheadSum]:
    """Reasons of which there was nothing are not in it."""
    sums: dict[OverheadReason, OverheadSum] = {}
    for row in await session.scalars(select(TokenOverhead).where(TokenOverhead.session_id == session_id)):
        reason = OverheadReason(row.reason)
        before = sums.get(reason, OverheadSum())
        usage = before.usage + TokenUsage.model_validate(row.usage)
        sums[reason] = OverheadSum(before.count + 1, before.estimated + row.estimated, usage)
    return sums
