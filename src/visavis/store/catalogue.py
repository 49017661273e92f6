"""The parts of a persona: avatars, voices and LLMs. Those without an organization are stock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from visavis.store.base import Dated, Table, new_id

STOCK = None
"""The organization of what belongs to everybody."""


class Avatar(Dated, Table):
    __tablename__ = "avatars"

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    organization_id: Mapped[str | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    display_name: Mapped[str] = mapped_column(String(200))
    variant_name: Mapped[str] = mapped_column(String(200), default="")
    description: Mapped[str | None] = mapped_column(Text)
    display_tags: Mapped[list[str]] = mapped_column(default=list)
    render_style: Mapped[str] = mapped_column(String(20), default="unknown")
    available_versions: Mapped[list[str]] = mapped_column(default=list)
    active_version: Mapped[str | None] = mapped_column(String(40))
    rig: Mapped[str] = mapped_column(String(400))
    """A stock person ("maya-home"), or the path of a designed person's folder; "" for those that were built
    from a photo, whose rigs are blobs."""
    build_status: Mapped[str] = mapped_column(String(20), default="ready", server_default="ready")
    """ready: sessions can use it; waiting: its face is still to be built; failed: it cannot be."""
    build_note: Mapped[str | None] = mapped_column(Text)
    """For people: why there is no face yet, or why a correction did not work."""
    build_report: Mapped[dict[str, Any] | None]
    """What was seen in the photo (contract.avatar_build.PhotoReport)."""
    corrections: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    """Groups of landmarks that somebody put right, shares of the photo's size."""
    blobs: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, server_default="{}")
    """Keys of what was made from the picture: source, square, landscape, portrait, video, idle_video; and for
    each frame a rig, rig_512x512."""
    deleted_at: Mapped[datetime | None]
    """Set by a soft delete; only a hard one can follow."""


class Voice(Dated, Table):
    __tablename__ = "voices"

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    organization_id: Mapped[str | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    display_name: Mapped[str] = mapped_column(String(200))
    provider: Mapped[str] = mapped_column(String(40))
    """The family of generation options that the voice takes (the public contract's four values)."""
    provider_voice_id: Mapped[str | None] = mapped_column(String(200))
    provider_model_id: Mapped[str | None] = mapped_column(String(200))
    sample_url: Mapped[str | None] = mapped_column(Text)
    gender: Mapped[str | None] = mapped_column(String(10))
    country: Mapped[str | None] = mapped_column(String(2))
    description: Mapped[str | None] = mapped_column(Text)
    display_tags: Mapped[list[str]] = mapped_column(default=list)
    is_zdr: Mapped[bool] = mapped_column(default=False)
    """Somebody vouches that its provider keeps nothing; what speaks on this machine needs no word for it."""
    language: Mapped[str] = mapped_column(String(16), default="en")
    engine: Mapped[str] = mapped_column(String(40))
    """What really speaks, e.g. flite."""
    engine_voice: Mapped[str] = mapped_column(String(200))
    """The engine's name for the voice, e.g. slt."""
    engine_note: Mapped[str | None] = mapped_column(Text)
    """For people: why another voice than the named one is heard."""
    audio_key: Mapped[str | None] = mapped_column(String(200))
    """The blob of its recording. A vendor made `provider_voice_id` of it, or nobody anything yet."""
    in_own_account: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether the vendor made it with the organization's own key, and knows it in that account alone."""
    sample_key: Mapped[str | None] = mapped_column(String(200))
    """The blob of what a vendor's voice sounds like."""
    enhance: Mapped[bool | None]
    """Whether that recording is to be cleaned first."""
    consent_words: Mapped[str | None] = mapped_column(Text)
    """By which somebody said that the speaker agrees to be cloned; None: nobody did."""
    consent_by: Mapped[str | None] = mapped_column(String(36))
    """The API key of whoever said so; kept also when the key is gone."""
    consent_at: Mapped[datetime | None]


class Llm(Dated, Table):
    __tablename__ = "llms"

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    organization_id: Mapped[str | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    """default: the server's default LLM; offline; none: the client thinks; own: `urls` and the secret."""
    display_name: Mapped[str] = mapped_column(String(200))
    description: Mapped[str | None] = mapped_column(Text)
    llm_format: Mapped[str] = mapped_column(String(40))
    urls: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    model_name: Mapped[str | None] = mapped_column(String(200))
    temperature: Mapped[float | None]
    max_tokens: Mapped[int | None]
    context_tokens: Mapped[int | None]
    """None: nobody has said; the engine assumes little."""
    deployment_name: Mapped[str | None] = mapped_column(String(200))
    api_version: Mapped[str | None] = mapped_column(String(40))
    details: Mapped[dict[str, Any]] = mapped_column("metadata", JSON, default=dict)
    display_tags: Mapped[list[str]] = mapped_column(default=list)
    is_default: Mapped[bool] = mapped_column(default=False)
    is_zdr: Mapped[bool] = mapped_column(default=False)
    """Somebody vouches that its provider keeps nothing; what answers on this machine needs no word for it."""
    reasoning_effort: Mapped[str] = mapped_column(String(10), default="default")
    reasoning_format: Mapped[str] = mapped_column(String(10), default="hidden")
    sealed_secret: Mapped[str | None] = mapped_column(Text)
