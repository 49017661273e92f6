"""Avatars, voices and LLMs as the public API shows them; `engine` and `engineNote` are our extensions."""

from __future__ import annotations

from typing import Any

from visavis.api.paths import BaseUrl
from visavis.api.schemas.base import Answer, Timestamp
from visavis.contract.spec import LlmSpec
from visavis.services import pictures
from visavis.services.default_llm import describe
from visavis.store.tables import Avatar, Llm, Voice


class AvatarAnswer(Answer):
    id: str
    display_name: str
    variant_name: str
    image_url: str
    landscape_image_url: str | None
    portrait_image_url: str | None
    video_url: str | None
    idle_video_url: str | None
    created_at: Timestamp
    updated_at: Timestamp
    created_by_organization_id: str | None
    available_versions: list[str]
    active_version: str | None
    description: str | None
    display_tags: list[str]
    render_style: str


class VoiceAnswer(Answer):
    id: str
    display_name: str
    provider: str
    provider_voice_id: str | None
    provider_model_id: str | None
    sample_url: str | None
    preview_sample_url: str | None
    gender: str | None
    country: str | None
    description: str | None
    display_tags: list[str]
    is_zdr: bool
    created_by_organization_id: str | None
    created_at: Timestamp
    updated_at: Timestamp
    language: str
    engine: str
    engine_note: str | None


class LlmAnswer(Answer):
    id: str
    display_name: str
    description: str | None
    llm_format: str
    urls: list[dict[str, Any]]
    model_name: str | None
    temperature: float | None
    max_tokens: int | None
    deployment_name: str | None
    api_version: str | None
    metadata: dict[str, Any]
    display_tags: list[str]
    is_default: bool
    is_global: bool
    is_zdr: bool
    reasoning_effort: str
    reasoning_format: str
    created_by_organization_id: str | None
    created_at: Timestamp
    updated_at: Timestamp | None
    engine: str
    engine_note: str


def avatar_answer(row: Avatar, base: BaseUrl) -> AvatarAnswer:
    def url(shape: pictures.Shape) -> str | None:
        path = pictures.picture_path(row.rig, shape)
        return f"{base}{path}" if path else None

    return AvatarAnswer(
        id=row.id,
        display_name=row.display_name,
        variant_name=row.variant_name,
        image_url=url("square") or "",
        landscape_image_url=url("landscape"),
        portrait_image_url=url("portrait"),
        video_url=None,
        idle_video_url=None,
        created_at=row.created_at,
        updated_at=row.updated_at,
        created_by_organization_id=row.organization_id,
        available_versions=row.available_versions,
        active_version=row.active_version,
        description=row.description,
        display_tags=row.display_tags,
        render_style=row.render_style,
    )


def voice_answer(row: Voice) -> VoiceAnswer:
    return VoiceAnswer(
        id=row.id,
        display_name=row.display_name,
        provider=row.provider,
        provider_voice_id=row.provider_voice_id,
        provider_model_id=row.provider_model_id,
        sample_url=row.sample_url,
        preview_sample_url=row.sample_url,
        gender=row.gender,
        country=row.country,
        description=row.description,
        display_tags=row.display_tags,
        is_zdr=row.is_zdr,
        created_by_organization_id=row.organization_id,
        created_at=row.created_at,
        updated_at=row.updated_at,
        language=row.language,
        engine=row.engine,
        engine_note=row.engine_note,
    )


def llm_answer(row: Llm, default: LlmSpec) -> LlmAnswer:
    engine, note, model = row.kind, row.description or "", row.model_name
    if row.kind == "default":
        engine, note, model = default.kind, f"Answered by {describe(default)}.", default.model or None
    return LlmAnswer(
        id=row.id,
        display_name=row.display_name,
        description=row.description,
        llm_format=row.llm_format,
        urls=row.urls,
        model_name=model,
        temperature=row.temperature,
        max_tokens=row.max_tokens,
        deployment_name=row.deployment_name,
        api_version=row.api_version,
        metadata=row.details,
        display_tags=row.display_tags,
        is_default=row.is_default,
        is_global=row.organization_id is None,
        is_zdr=row.is_zdr,
        reasoning_effort=row.reasoning_effort,
        reasoning_format=row.reasoning_format,
        created_by_organization_id=row.organization_id,
        created_at=row.created_at,
        updated_at=row.updated_at,
        engine=engine,
        engine_note=note,
    )
