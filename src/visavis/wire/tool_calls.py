"""What a client is told of tool calls (WIRE §4.2): toolCallStarted, toolCallCompleted, toolCallFailed.

A client tool is called by its started event. The JS SDK answers it with `tool_result` and tells its own
listeners how that went, so that the server says completed or failed of a client tool only where the client
cannot know it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import uuid4

ToolType = Literal["client", "server", "system"]
ToolSubtype = Literal["rag", "webhook"]


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What all events about one call say."""

    session_id: str
    call_id: str
    name: str
    type: ToolType
    subtype: ToolSubtype | None
    arguments: dict[str, Any]
    user_acted_at: datetime
    correlation_id: str

    def data(self, at: datetime) -> dict[str, Any]:
        data: dict[str, Any] = {
            "event_uid": str(uuid4()),
            "session_id": self.session_id,
            "tool_call_id": self.call_id,
            "tool_name": self.name,
            "tool_type": self.type,
        }
        if self.subtype is not None:
            data["tool_subtype"] = self.subtype
        return data | {
            "arguments": self.arguments,
            "timestamp": _iso(at),
            "timestamp_user_action": _iso(self.user_acted_at),
            "user_action_correlation_id": self.correlation_id,
            "used_outside_engine": self.type == "client",
        }


@dataclass(frozen=True, slots=True)
class ToolCallStarted:
    call: CallFacts
    at: datetime
    kind = "toolCallStarted"

    def data(self) -> dict[str, Any]:
        return self.call.data(self.at)


@dataclass(frozen=True, slots=True)
class ToolCallCompleted:
    call: CallFacts
    at: datetime
    result: str
    documents: tuple[str, ...] | None = None
    """File names, of a rag tool."""
    kind = "toolCallCompleted"

    def data(self) -> dict[str, Any]:
        data = self.call.data(self.at) | {"result": self.result}
        return data if self.documents is None else data | {"documents_accessed": list(self.documents)}


@dataclass(frozen=True, slots=True)
class ToolCallFailed:
    call: CallFacts
    at: datetime
    error: str
    kind = "toolCallFailed"

    def data(self) -> dict[str, Any]:
        return self.call.data(self.at) | {"error_message": self.error}


ToolCallMessage = ToolCallStarted | ToolCallCompleted | ToolCallFailed


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
