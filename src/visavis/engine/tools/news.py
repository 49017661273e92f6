"""What is told of tool calls: to the client as they happen, to the api once each has ended.

server, system   started ──▶ completed | failed         to the client
client           started ──▶ failed, if it never answered; the rest it knows
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal

from visavis.contract.events import CalledTool
from visavis.contract.tools import ClientTool, KnowledgeTool, SystemTool, ToolSpec
from visavis.engine.outlet import Outlet
from visavis.engine.tools.tool import Call, Outcome
from visavis.providers.base import Stage
from visavis.wire.tool_calls import (
    CallFacts,
    ToolCallCompleted,
    ToolCallFailed,
    ToolCallStarted,
    ToolSubtype,
    ToolType,
)

RESULT_CHARACTERS = 16_000
"""Of a result so much is told and written down; the model reads all of it."""


class News:
    def __init__(self, session_id: str, outlet: Outlet, now: Callable[[], datetime]) -> None:
        self._session_id, self._outlet, self._now = session_id, outlet, now

    def started(self, call: Call) -> None:
        self._outlet.send(ToolCallStarted(self._facts(call), call.started_at))

    def completed(self, call: Call, outcome: Outcome) -> None:
        at, result = self._now(), outcome.result[:RESULT_CHARACTERS]
        if not isinstance(call.spec, ClientTool):
            self._outlet.send(ToolCallCompleted(self._facts(call), at, result, outcome.documents))
        self._report(call, "completed", at, result=result, documents_accessed=outcome.documents)

    def failed(self, call: Call, error: str, *, tell_client: bool = True) -> None:
        at = self._now()
        if tell_client:
            self._outlet.send(ToolCallFailed(self._facts(call), at, error))
        self._report(call, "failed", at, error_message=error)

    def unknown(self, name: str) -> None:
        """A call of nothing: it has no kind that could be told or written down as one."""
        self._outlet.warn(Stage.THINK, f"The language model called a tool that it does not have: {name[:64]}")

    def left_open(self, call: Call) -> None:
        """Nobody will know how it ends."""
        self._report(call, "started", None)

    def _facts(self, call: Call) -> CallFacts:
        type_, subtype = kind_of(call.spec)
        return CallFacts(
            session_id=self._session_id,
            call_id=call.id,
            name=call.spec.name,
            type=type_,
            subtype=subtype,
            arguments=call.arguments,
            user_acted_at=call.user_acted_at,
            correlation_id=call.correlation_id,
        )

    def _report(
        self,
        call: Call,
        status: Literal["started", "completed", "failed"],
        at: datetime | None,
        **more: Any,
    ) -> None:
        type_, subtype = kind_of(call.spec)
        self._outlet.tool_called(
            CalledTool(
                turn_index=call.exchange,
                correlation_id=call.correlation_id,
                tool_call_id=call.id,
                tool_name=call.spec.name,
                tool_type=type_,
                tool_subtype=subtype,
                status=status,
                started_at=call.started_at,
                completed_at=at,
                arguments=call.arguments,
                **more,
            )
        )


def kind_of(spec: ToolSpec) -> tuple[ToolType, ToolSubtype | None]:
    """As the public API names it."""
    if isinstance(spec, ClientTool):
        return "client", None
    if isinstance(spec, SystemTool):
        return "system", None
    return "server", "rag" if isinstance(spec, KnowledgeTool) else "webhook"
