"""What a client is told of tool calls (WIRE §4.2): toolCallStarted, toolCallCompleted, toolCallFailed.

A client tool is called by its started event. The JS SDK answers it with `tool_result` and tells its own
listeners how that went, so that the server says completed or failed of a client tool only where the client
cannot know it. Old ones are told of it by a clientToolEvent too (`dialect.py`).
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

    @property
    def is_of_client(self) -> bool:
        return self.type == "client"

    def data(self, at: datetime) -> dict[str, Any]:
        data: dict[str, Any] = {
            "tool_call_id": self.call_id,
            "tool_name": self.name,
            "tool_type": self.type,
        }
        if self.subtype is not None:
            data["tool_subtype"] = self.subtype
        return data | {"arguments": self.arguments} | self.event(at)

    def event(self, at: datetime) -> dict[str, Any]:
        """What all kinds of events about it say, the old one too."""
        return {
            "event_uid": str(uuid4()),
            "session_id": self.session_id,
            "timestamp": _iso(at),
            "timestamp_user_action": _iso(self.user_acted_at),
            "user_action_correlation_id": self.correlation_id,
            "used_outside_engine": self.is_of_client,
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


@dataclass(frozen=True, slots=True)
class ClientToolEvent:
    """How js-sdk 4.4 to 4.9 are told that a client tool is called."""

    call: CallFacts
    at: datetime
    kind = "clientToolEvent"

    def data(self) -> dict[str, Any]:
        return {"event_name": self.call.name, "event_data": self.call.arguments} | self.call.event(self.at)


ToolCallMessage = ToolCallStarted | ToolCallCompleted | ToolCallFailed


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
