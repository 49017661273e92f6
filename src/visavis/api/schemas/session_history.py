"""Sessions afterwards, as the public API shows them. `exitReason`, `erasedAt`, `turnCount` and
`medianGapSeconds` are our extensions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import Field

from visavis.api.paths import BaseUrl
from visavis.api.schemas.base import Answer, Timestamp, Url, Uuid
from visavis.api.schemas.tool_calls import ToolCallAnswer, tool_call_answer
from visavis.services.session_figures import Figures
from visavis.services.session_history import Transcript, length_ms, why_nothing_is_kept
from visavis.store.sessions import Session, ToolCall, Turn


class KeptSession(Answer):
    id: Uuid
    persona_id: Uuid | None
    """null: the persona was not stored."""
    client_label: str | None
    start_time: Timestamp
    end_time: Timestamp | None
    session_length_ms: int | None
    exit_status: str | None
    exit_reason: str | None
    engine_host: str | None
    engine_protocol: str | None
    engine_version: str | None
    client_metadata: dict[str, Any]
    persona_config: dict[str, Any]
    """What the engine was given, without secrets."""
    api_key_id: Uuid | None
    organization_id: str
    created_at: Timestamp
    updated_at: Timestamp
    erased_at: Timestamp | None
    """When what was said was erased."""
    turn_count: int | None
    """null: nothing is kept of what was said."""
    median_gap_seconds: float | None
    """From the user's last sound to the first moving picture."""


class KeptSessionDetail(KeptSession):
    tool_calls: list[ToolCallAnswer]
    """Empty until the session has ended."""


class Message(Answer):
    message: str
    timestamp: Timestamp | None
    speaking_duration_seconds: float | None


class UserMessage(Message):
    role: Literal["user"] = "user"


class PersonaMessage(Message):
    role: Literal["persona"] = "persona"
    was_interrupted: bool


class TranscriptAnswer(Answer):
    session_id: Uuid
    persona_name: str
    start_time: Timestamp
    end_time: Timestamp | None
    duration_ms: int | None
    total_messages: int
    transcripts_enabled: bool
    messages: list[Annotated[PersonaMessage | UserMessage, Field(discriminator="role")]]


class RecordingAnswer(Answer):
    recording_url: Url


def kept_session(row: Session, figures: Figures | None, base: BaseUrl) -> KeptSession:
    nothing_said = None if why_nothing_is_kept(row) else 0
    return KeptSession(
        id=row.id,
        persona_id=row.persona_id,
        client_label=row.client_label,
        start_time=row.started_at or row.created_at,
        end_time=row.ended_at,
        session_length_ms=length_ms(row),
        exit_status=row.exit_status,
        exit_reason=row.exit_reason,
        engine_host=base.host + base.engine_path(row.engine) if row.engine else None,
        engine_protocol=base.scheme if row.engine else None,
        engine_version=row.engine_version,
        client_metadata=row.client_metadata,
        persona_config=row.persona_config,
        api_key_id=row.api_key_id,
        organization_id=row.organization_id,
        created_at=row.created_at,
        updated_at=row.updated_at,
        erased_at=row.erased_at,
        turn_count=figures.turns if figures else nothing_said,
        median_gap_seconds=figures.median_gap_s if figures else None,
    )


def kept_session_detail(
    row: Session, figures: Figures | None, calls: Sequence[ToolCall], base: BaseUrl
) -> KeptSessionDetail:
    shown = [tool_call_answer(call) for call in calls] if row.ended_at else []
    return KeptSessionDetail(**dict(kept_session(row, figures, base)), tool_calls=shown)


def transcript_answer(transcript: Transcript) -> TranscriptAnswer:
    row = transcript.session
    return TranscriptAnswer(
        session_id=row.id,
        persona_name=row.persona_config.get("name") or "",
        start_time=row.started_at or row.created_at,
        end_time=row.ended_at,
        duration_ms=length_ms(row),
        total_messages=len(transcript.turns),
        transcripts_enabled=not row.zero_data_retention,
        messages=[_message(turn) for turn in transcript.turns],
    )


def _message(turn: Turn) -> PersonaMessage | UserMessage:
    said = Message(message=turn.text, timestamp=turn.started_at, speaking_duration_seconds=turn.seconds)
    if turn.role == "persona":
        return PersonaMessage(**dict(said), was_interrupted=turn.interrupted)
    return UserMessage(**dict(said))
