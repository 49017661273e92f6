"""Numbers and dates the events of one session and puts them into the outbox."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Literal

from visavis.contract.events import (
    CalledTool,
    OverheadTold,
    SessionEnded,
    SessionEvent,
    SessionStarted,
    SessionWarning,
    ToolCalled,
    TurnFinished,
)
from visavis.contract.spec import SessionSpec
from visavis.contract.token_usage import Overhead
from visavis.engine.line import Line
from visavis.providers.base import Role

ExitStatus = Literal["NORMAL_EXIT", "CLOSED_BY_ENGINE", "ERROR"]


SAID = ("arguments", "result", "documents_accessed", "error_message")
"""Of a tool call: what repeats or tells what was said."""


def utc_now() -> datetime:
    return datetime.now(UTC)


class Reporter:
    def __init__(
        self, spec: SessionSpec, put: Callable[[SessionEvent], None], now: Callable[[], datetime] = utc_now
    ) -> None:
        self._spec, self._put, self._now = spec, put, now
        self._number = 0

    def started(self) -> None:
        self._put(SessionStarted(**self._stamp()))

    def turn(self, line: Line) -> None:
        """Under zero data retention nothing that was said leaves us."""
        if self._spec.zero_data_retention:
            return
        self._put(
            TurnFinished(
                **self._stamp(),
                role="user" if line.role is Role.USER else "persona",
                text=line.text,
                started_at=self._now() - timedelta(seconds=line.seconds + line.ago_s),
                seconds=line.seconds,
                interrupted=line.interrupted,
                latency=line.latency,
                usage=line.usage,
                correlation_id=line.correlation_id,
            )
        )

    def tool_called(self, called: CalledTool) -> None:
        """Under zero data retention it is told that there was a call, and how it went, but not about what."""
        if self._spec.zero_data_retention:
            called = called.model_copy(update=dict.fromkeys(SAID))
        self._put(ToolCalled(**self._stamp(), **called.model_dump()))

    def overhead(self, overhead: Overhead) -> None:
        """Under zero data retention it goes the way of the turns, which tell what they took."""
        if not self._spec.zero_data_retention:
            self._put(OverheadTold(**self._stamp(), **overhead.model_dump()))

    def warning(self, stage: str, message: str) -> None:
        """What a provider complains of may quote what was said: not under zero data retention."""
        if self._spec.zero_data_retention:
            message = ""
        self._put(SessionWarning(**self._stamp(), stage=stage, message=message))

    def ended(self, exit_status: ExitStatus, reason: str) -> None:
        self._put(SessionEnded(**self._stamp(), exit_status=exit_status, reason=reason))

    def _stamp(self) -> dict[str, object]:
        self._number += 1
        return {"session_id": self._spec.session_id, "number": self._number, "at": self._now()}
