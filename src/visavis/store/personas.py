"""Personas: a face, a voice, an LLM and a system prompt under one id."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from visavis.store.base import Dated, Table, new_id


class Persona(Dated, Table):
    __tablename__ = "personas"
    __table_args__ = (Index("ix_personas_shelved", "organization_id", "shelf", "created_at", "id"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    organization_id: Mapped[str | None] = mapped_column(ForeignKey("organizations.id"))
    """None: a stock persona, which all may talk to and nobody can change."""
    shelf: Mapped[int] = mapped_column(default=0, server_default="0")
    """Where it stands in its organization's list; it stays there (store.persona_shelves)."""
    name: Mapped[str] = mapped_column(Text)
    description: Mapped[str | None] = mapped_column(Text)
    persona_preset: Mapped[str] = mapped_column(String(100), default="")
    avatar_id: Mapped[str | None] = mapped_column(String(64))
    avatar_model: Mapped[str | None] = mapped_column(String(40))
    """None: the avatar's default."""
    voice_id: Mapped[str | None] = mapped_column(String(64))
    voice_speed: Mapped[float | None] = mapped_column(default=1.0)
    llm_id: Mapped[str | None] = mapped_column(String(64))
    system_prompt: Mapped[str | None] = mapped_column(Text)
    personality: Mapped[str | None] = mapped_column(Text)
    skip_greeting: Mapped[bool] = mapped_column(default=False)
    uninterruptible_greeting: Mapped[bool] = mapped_column(default=False)
    initial_message: Mapped[str | None] = mapped_column(Text)
    zero_data_retention: Mapped[bool] = mapped_column(default=False)
    enable_audio_passthrough: Mapped[bool] = mapped_column(default=False)
    language_code: Mapped[str | None] = mapped_column(String(16))
    voice_detection_options: Mapped[dict[str, Any] | None]
    voice_generation_options: Mapped[dict[str, Any] | None]
    director_notes: Mapped[dict[str, Any] | None]
    max_session_length_seconds: Mapped[float | None]
    session_replay: Mapped[dict[str, Any] | None]
    video_quality: Mapped[str | None] = mapped_column(String(10))
    """high or auto."""
    video_width: Mapped[int | None]
    video_height: Mapped[int | None]
    """Pixels; both or neither."""
    widget_config: Mapped[dict[str, Any]] = mapped_column(default=dict)


class PersonaKnowledge(Table):
    """A persona may search a knowledge group; `position` is its place in the persona's list."""

    __tablename__ = "persona_knowledge"
    __table_args__ = (Index("ix_persona_knowledge_group_id", "group_id"),)

    persona_id: Mapped[str] = mapped_column(ForeignKey("personas.id", ondelete="CASCADE"), primary_key=True)
    group_id: Mapped[str] = mapped_column(
        ForeignKey("knowledge_groups.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int]


class PersonaShelf(Table):
    """How many personas of an organization stand on a shelf. The database counts, by triggers."""

    __tablename__ = "persona_shelves"

    organization_id: Mapped[str] = mapped_column(ForeignKey("organizations.id"), primary_key=True)
    shelf: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    personas: Mapped[int]
