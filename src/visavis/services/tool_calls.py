"""What the persona did in a session besides talking: the tools that it called, written down and counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import load_only

from visavis.contract.events import ToolCalled
from visavis.services.session_snapshot import REDACTED
from visavis.store.sessions import ToolCall

CREDENTIALS = re.compile(
    r"auth(?!or(?!i[sz]))|bearer|cookie|credential|header|passw|pwd|secret|token|(api|private)[-_ ]?key",
    re.IGNORECASE,
)
"""Names of arguments whose values nobody should read; an author is no authorization."""


@dataclass(frozen=True, slots=True)
class CallCounts:
    total: int
    succeeded: int
    failed: int
    by_name: dict[str, int]


def tool_call(event: ToolCalled, *, with_content: bool) -> ToolCall:
    """`with_content`: whether what was said may be written down. Errors may quote it."""
    return ToolCall(
        session_id=event.session_id,
        number=event.number,
        turn_index=event.turn_index,
        correlation_id=event.correlation_id,
        tool_call_id=event.tool_call_id,
        tool_name=event.tool_name,
        tool_type=event.tool_type,
        tool_subtype=event.tool_subtype,
        status=event.status,
        started_at=event.started_at,
        completed_at=event.completed_at,
        error_message=event.error_message if with_content else None,
        arguments=without_credentials(event.arguments) if with_content else None,
        result=event.result if with_content else None,
        documents_accessed=_listed(event.documents_accessed) if with_content else None,
    )


async def calls_in(session: AsyncSession, session_id: str) -> Sequence[ToolCall]:
    """All of one session, in their order."""
    statement = select(ToolCall).where(ToolCall.session_id == session_id).order_by(ToolCall.number)
    return (await session.scalars(statement)).all()


async def calls_of_many(session: AsyncSession, session_ids: Sequence[str]) -> dict[str, list[ToolCall]]:
    """By session, without what was said: only what `count_calls` needs."""
    needed = load_only(ToolCall.tool_name, ToolCall.status, raiseload=True)
    statement = select(ToolCall).where(ToolCall.session_id.in_(session_ids)).options(needed)
    calls: dict[str, list[ToolCall]] = {session_id: [] for session_id in session_ids}
    for call in await session.scalars(statement):
        calls[call.session_id].append(call)
    return calls


def count_calls(calls: Iterable[ToolCall]) -> CallCounts:
    """A call that nobody waited for has neither succeeded nor failed."""
    calls = list(calls)
    ended = Counter(call.status for call in calls)
    names = Counter(call.tool_name for call in calls)
    return CallCounts(len(calls), ended["completed"], ended["failed"], dict(names))


def seconds_of(call: ToolCall) -> float | None:
    """None for a call of which nobody knows when it ended."""
    return (call.completed_at - call.started_at).total_seconds() if call.completed_at else None


def without_credentials(value: Any) -> Any:
    """JSON in which the values under names like "apiKey" or "Authorization" are replaced, at any depth."""
    if isinstance(value, dict):
        return {
            name: REDACTED if CREDENTIALS.search(name) else without_credentials(inner)
            for name, inner in value.items()
        }
    if isinstance(value, list):
        return [without_credentials(inner) for inner in value]
    return value


def _listed(names: Sequence[str] | None) -> list[str] | None:
    return None if names is None else list(names)
