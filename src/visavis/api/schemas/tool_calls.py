"""Tool calls of a session, under the names of the public contract."""

from __future__ import annotations

from typing import Any, Literal

from visavis.api.schemas.base import Answer, Timestamp
from visavis.services.statistics import PLACES
from visavis.services.tool_calls import CallCounts, seconds_of
from visavis.store.sessions import ToolCall

STORED_TYPES = {"rag": "SERVER_RAG", "webhook": "SERVER_WEBHOOK"}
"""Analytics name a tool's type as stored tools do: a server tool's by what it is of."""


class ToolCallCounts(Answer):
    total: int
    succeeded: int
    failed: int
    by_name: dict[str, int]


class TimedToolCall(Answer):
    """Without what was said: neither arguments nor result."""

    tool_call_id: str
    tool_name: str
    tool_type: str
    status: Literal["started", "completed", "failed"]
    started_at: Timestamp
    completed_at: Timestamp | None
    duration_seconds: float | None
    error_message: str | None


class ToolCallAnswer(TimedToolCall):
    tool_type: Literal["server", "client", "system"]
    turn_index: int
    correlation_id: str | None
    tool_subtype: str | None
    arguments: dict[str, Any] | None
    result: str | None
    documents_accessed: list[str] | None


def tool_call_counts(counts: CallCounts) -> ToolCallCounts:
    return ToolCallCounts(
        total=counts.total, succeeded=counts.succeeded, failed=counts.failed, by_name=counts.by_name
    )


def timed_tool_call(call: ToolCall) -> TimedToolCall:
    return _timed(call, STORED_TYPES.get(call.tool_subtype or "", call.tool_type.upper()))


def tool_call_answer(call: ToolCall) -> ToolCallAnswer:
    return ToolCallAnswer(
        **dict(_timed(call, call.tool_type)),
        turn_index=call.turn_index,
        correlation_id=call.correlation_id,
        tool_subtype=call.tool_subtype,
        arguments=call.arguments,
        result=call.result,
        documents_accessed=call.documents_accessed,
    )


def _timed(call: ToolCall, type: str) -> TimedToolCall:
    seconds = seconds_of(call)
    return TimedToolCall(
        tool_call_id=call.tool_call_id,
        tool_name=call.tool_name,
        tool_type=type,
        status=call.status,
        started_at=call.started_at,
        completed_at=call.completed_at,
        duration_seconds=None if seconds is None else round(seconds, PLACES),
        error_message=call.error_message,
    )
