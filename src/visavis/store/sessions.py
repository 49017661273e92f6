"""Session tokens that were given out, the sessions they started, and what was said and done in them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from visavis.store.base import Dated, Table, new_id


class SessionToken(Table):
    """What a token stands for. The browser that holds the token sees none of it."""

    __tablename__ = "session_tokens"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    organization_id: Mapped[str] = mapped_column(ForeignKey("organizations.id"))
    api_key_id: Mapped[str | None] = mapped_column(ForeignKey("api_keys.id"))
    sealed_request: Mapped[str] = mapped_column(Text)
    """The session request as sealed JSON: prompts and webhook headers are nobody's business."""
    expires_at: Mapped[datetime] = mapped_column(index=True)


class Session(Dated, Table):
    __tablename__ = "sessions"
    __table_args__ = (
        Index("ix_sessions_open", "organization_id", "ended_at"),
        Index("ix_sessions_newest", "organization_id", "created_at", "id"),
        Index("ix_sessions_kept", "ended_at", "erased_at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    organization_id: Mapped[str] = mapped_column(ForeignKey("organizations.id"))
    api_key_id: Mapped[str | None] = mapped_column(ForeignKey("api_keys.id"))
    token_id: Mapped[str | None] = mapped_column(String(36), unique=True)
    """A token starts one session; no foreign key, because tokens are thrown away after their hour."""
    persona_id: Mapped[str | None] = mapped_column(String(36), index=True)
    client_label: Mapped[str | None] = mapped_column(String(200))
    client_metadata: Mapped[dict[str, Any]] = mapped_column(default=dict)
    persona_config: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What the session was started with, under public names, secrets left out."""
    kind: Mapped[str] = mapped_column(String(20), default="turnkey")
    """Who thinks, in the public contract's words (its `sessionType`), or "passthrough"."""
    zero_data_retention: Mapped[bool] = mapped_column(default=False)
    """Nothing that is said in it is written down."""
    engine: Mapped[str | None] = mapped_column(String(100))
    """None until an engine took it."""
    engine_version: Mapped[str | None] = mapped_column(String(40))
    started_at: Mapped[datetime | None]
    """The stream came up."""
    ended_at: Mapped[datetime | None]
    exit_status: Mapped[str | None] = mapped_column(String(20))
    exit_reason: Mapped[str | None] = mapped_column(Text)
    reel_key: Mapped[str | None] = mapped_column(String(200))
    """The blob of what the engine recorded, until the film is made of it."""
    recording_key: Mapped[str | None] = mapped_column(String(200))
    """The blob of the film."""
    recording_note: Mapped[str | None] = mapped_column(Text)
    """Why there will be no film of the reel."""
    erased_at: Mapped[datetime | None]
    """What was said is gone since then: its time was up, or somebody deleted it."""


class Turn(Table):
    """One line of a transcript; `number` is that of the engine's event, so a repeat is the same row."""

    __tablename__ = "turns"

    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    role: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    started_at: Mapped[datetime]
    seconds: Mapped[float]
    interrupted: Mapped[bool] = mapped_column(default=False)
    latency: Mapped[dict[str, Any] | None]
    usage: Mapped[dict[str, Any] | None]
    """Tokens, as contract/token_usage.py names them."""
    correlation_id: Mapped[str | None] = mapped_column(Text)
    """What the client was told that its turn is called."""


class TokenOverhead(Table):
    """What the language model took beyond the turns; `number` is that of the engine's event, so a repeat is
    the same row."""

    __tablename__ = "token_overheads"

    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    reason: Mapped[str] = mapped_column(String(20))
    """As contract/token_usage.py names it."""
    usage: Mapped[dict[str, Any]]
    estimated: Mapped[bool]


class ToolCall(Table):
    """A tool that the persona called; `number` is that of the engine's event, so a repeat is the same row."""

    __tablename__ = "tool_calls"

    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    turn_index: Mapped[int]
    correlation_id: Mapped[str | None] = mapped_column(Text)
    tool_call_id: Mapped[str] = mapped_column(Text)
    tool_name: Mapped[str] = mapped_column(Text)
    tool_type: Mapped[str] = mapped_column(String(20))
    """client, server or system."""
    tool_subtype: Mapped[str | None] = mapped_column(String(20))
    """rag or webhook, of a server tool."""
    status: Mapped[str] = mapped_column(String(20))
    """started, completed or failed."""
    started_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]
    error_message: Mapped[str | None] = mapped_column(Text)
    arguments: Mapped[dict[str, Any] | None]
    """Credentials redacted. This and what follows are None where nothing that was said is kept."""
    result: Mapped[str | None] = mapped_column(Text)
    documents_accessed: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    """File names."""


class SessionWarningRow(Table):
    """Something that failed in a session and did not end it."""

    __tablename__ = "session_warnings"

    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    stage: Mapped[str] = mapped_column(String(40))
    message: Mapped[str] = mapped_column(Text)
