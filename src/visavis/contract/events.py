"""What an engine reports about a session, in order, at least once (the api drops repeats by `number`)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from visavis.contract.frozen import Frozen
from visavis.contract.token_usage import Overhead, TokenUsage


class _Event(Frozen):
    session_id: str
    number: int
    """1, 2, 3 … within the session."""
    at: datetime
    """UTC."""


class SessionStarted(_Event):
    """The first peer connection came up: the stream is running."""

    kind: Literal["session_started"] = "session_started"


class EndReason(StrEnum):
    """Why a turn of the user was believed to be over."""

    COMPLETE = "complete"
    """The words sounded finished."""
    SILENCE = "silence"
    """They did not, but nothing more came."""
    AUTO_END = "auto_end"
    """The public bound on silence cut the wait short."""
    TOO_LONG = "too_long"
    """The user never stopped."""


class TurnLatency(Frozen):
    """Seconds since the user's last voiced sample at which each stage of the answer was done."""

    endpoint_s: float | None = None
    ended_by: EndReason | None = None
    """Why it was believed at `endpoint_s` that the user was done; None for what was typed."""
    transcript_s: float | None = None
    first_token_s: float | None = None
    last_token_s: float | None = None
    """When the last of the text was taken: it is read as it is spoken, not far ahead."""
    voice_began_s: float | None = None
    """When the voice was given the first clause."""
    voice_ended_s: float | None = None
    """When it had made the last of the sound, of which it makes some seconds ahead."""
    first_sound_s: float | None = None
    sound_sent_s: float | None = None
    """When the packet with the first sound had left; None where nobody was connected."""
    picture_sent_s: float | None = None
    """When the first picture that belongs to her speaking had left."""


class TurnFinished(_Event):
    """One line of the transcript: what was really said or heard, to the word."""

    kind: Literal["turn_finished"] = "turn_finished"
    role: Literal["user", "persona"]
    text: str
    started_at: datetime
    seconds: float
    interrupted: bool = False
    latency: TurnLatency | None = None
    usage: TokenUsage | None = None
    """What her language model told that it took; None: it told nothing, or there was none."""
    correlation_id: str | None = None
    """What the client was told that its turn is called."""


class SessionWarning(_Event):
    """Something failed and the session lives on (an LLM that gave no answer, a voice that crashed)."""

    kind: Literal["session_warning"] = "session_warning"
    stage: str
    message: str


class CalledTool(Frozen):
    """A call of a tool by the persona."""

    turn_index: int
    """Of the exchange that it belongs to, from 0. Each utterance of the user begins an exchange, and so does
    what she says unasked."""
    correlation_id: str | None = None
    """What the client was told that its turn is called."""
    tool_call_id: str
    tool_name: str
    tool_type: Literal["client", "server", "system"]
    tool_subtype: Literal["rag", "webhook"] | None = None
    """Of a server tool."""
    status: Literal["started", "completed", "failed"]
    """Started: nobody waits for its end, or the session ended first."""
    started_at: datetime
    completed_at: datetime | None = None
    """When it completed or failed."""
    error_message: str | None = None
    arguments: dict[str, Any] | None = None
    """This, the result and the documents are what was said: None under zero data retention."""
    result: str | None = None
    documents_accessed: tuple[str, ...] | None = None
    """File names, of a rag tool."""


class ToolCalled(CalledTool, _Event):
    """The persona has called a tool: reported once, when it is known how that ended."""

    kind: Literal["tool_called"] = "tool_called"


class OverheadTold(Overhead, _Event):
    """The language model took something beyond what the turns tell."""

    kind: Literal["overhead_told"] = "overhead_told"


class SessionEnded(_Event):
    kind: Literal["session_ended"] = "session_ended"
    exit_status: Literal["NORMAL_EXIT", "CLOSED_BY_ENGINE", "ERROR"]
    reason: str


SessionEvent = Annotated[
    SessionStarted | TurnFinished | ToolCalled | OverheadTold | SessionWarning | SessionEnded,
    Field(discriminator="kind"),
]
session_event: TypeAdapter[SessionEvent] = TypeAdapter(SessionEvent)
