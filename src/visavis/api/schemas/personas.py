"""Personas as the public API takes and shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import BaseModel, Field

from visavis.api.addresses import Addresses
from visavis.api.schemas.avatars import AvatarAnswer, avatar_answer
from visavis.api.schemas.base import Answer, Timestamp
from visavis.api.schemas.share_links import PrimaryShareLink, ShareLinkAnswer, share_link_answer
from visavis.api.schemas.tools import ToolOfPersona, tool_of_persona
from visavis.api.schemas.voices import VoiceAnswer, voice_answer
from visavis.services.avatar_models import AvatarModel, model_of
from visavis.services.options import Body, Exact, Language, Lenient, VoiceDetectionOptions
from visavis.services.voice_options import VoiceOptions
from visavis.store.persona_snapshot import PersonaView
from visavis.store.tables import ShareLink


class PersonaFields(BaseModel):
    """Left out is not null: only fields that say so take null, and null clears them."""

    name: str = ""
    description: str = ""
    avatar_id: str = ""
    avatar_model: AvatarModel | None = None
    voice_id: str = ""
    llm_id: str = ""
    system_prompt: str = ""
    skip_greeting: bool = False
    uninterruptible_greeting: bool = False
    initial_message: str | None = None
    zero_data_retention: bool = False
    voice_detection_options: VoiceDetectionOptions | None = None
    language_code: Language = ""
    voice_generation_options: VoiceOptions | None = None
    tool_ids: list[str] = Field(default_factory=list)

    def given(self) -> dict[str, Any]:
        """What the request said, under the names of the table."""
        fields = self.model_dump(exclude_unset=True)
        detection = self.voice_detection_options
        if detection is not None:
            fields["voice_detection_options"] = detection.model_dump(by_alias=True, exclude_unset=True)
        return fields


class PersonaCreate(PersonaFields, Body):
    pass


class WidgetConfig(Lenient):
    call_to_action: str = ""
    allowed_origins: list[str] = Field(default_factory=list)
    allow_everywhere: bool = False
    layout: Literal["inline", "floating"] = "floating"
    initial_state: Literal["minimized", "expanded"] = "expanded"
    position: str = ""
    show_text_input: bool = True
    show_mute_button: bool = True
    show_transcript: bool = True


class PersonaUpdate(PersonaFields, Body, Exact):
    widget_config: WidgetConfig = Field(default_factory=WidgetConfig)

    def given(self) -> dict[str, Any]:
        fields = super().given()
        if "widget_config" in fields:
            fields["widget_config"] = self.widget_config.model_dump(by_alias=True, exclude_unset=True)
        return fields


class Brain(Answer):
    personality: str | None
    system_prompt: str | None


class PersonaAnswer(Answer):
    id: str
    name: str
    description: str | None
    persona_preset: str
    avatar: AvatarAnswer | None
    avatar_model: str | None
    voice: VoiceAnswer | None
    voice_speed: float | None
    llm_id: str | None
    brain: Brain
    tools: list[ToolOfPersona]
    knowledge: list[dict[str, Any]]
    share_links: list[ShareLinkAnswer] | None
    primary_share_link: PrimaryShareLink | None
    enable_audio_passthrough: bool
    skip_greeting: bool
    uninterruptible_greeting: bool
    initial_message: str | None
    zero_data_retention: bool
    language_code: str | None
    voice_detection_options: dict[str, Any] | None
    voice_generation_options: dict[str, Any] | None
    widget_config: dict[str, Any]
    created_at: Timestamp
    updated_at: Timestamp


class PersonaSummary(Answer):
    id: str
    name: str
    description: str
    persona_preset: str
    avatar: AvatarAnswer | None
    voice: VoiceAnswer | None
    voice_speed: float | None
    is_default_persona: bool
    language_code: str
    created_at: Timestamp
    updated_at: Timestamp


def persona_answer(view: PersonaView, addresses: Addresses) -> PersonaAnswer:
    persona, avatar, voice = view.persona, view.avatar, view.voice
    return PersonaAnswer(
        id=persona.id,
        name=persona.name,
        description=persona.description,
        persona_preset=persona.persona_preset,
        avatar=avatar_answer(avatar, addresses) if avatar else None,
        avatar_model=persona.avatar_model or (model_of(avatar.active_version) if avatar else None),
        voice=voice_answer(voice, addresses) if voice else None,
        voice_speed=persona.voice_speed,
        llm_id=persona.llm_id,
        brain=Brain(personality=persona.personality, system_prompt=persona.system_prompt),
        tools=[tool_of_persona(tool) for tool in view.tools],
        knowledge=[],
        share_links=[share_link_answer(link) for link in view.share_links] or None,
        primary_share_link=_primary(view.share_links),
        enable_audio_passthrough=persona.enable_audio_passthrough,
        skip_greeting=persona.skip_greeting,
        uninterruptible_greeting=persona.uninterruptible_greeting,
        initial_message=persona.initial_message,
        zero_data_retention=persona.zero_data_retention,
        language_code=persona.language_code,
        voice_detection_options=persona.voice_detection_options,
        voice_generation_options=persona.voice_generation_options,
        widget_config=persona.widget_config,
        created_at=persona.created_at,
        updated_at=persona.updated_at,
    )


def _primary(links: Sequence[ShareLink]) -> PrimaryShareLink | None:
    found = next((link for link in links if link.is_primary), None)
    return PrimaryShareLink(token=found.token, enabled=found.enabled) if found else None


def persona_summary(view: PersonaView, addresses: Addresses) -> PersonaSummary:
    persona = view.persona
    return PersonaSummary(
        id=persona.id,
        name=persona.name,
        description=persona.description or "",
        persona_preset=persona.persona_preset,
        avatar=avatar_answer(view.avatar, addresses) if view.avatar else None,
        voice=voice_answer(view.voice, addresses) if view.voice else None,
        voice_speed=persona.voice_speed,
        is_default_persona=persona.organization_id is None,
        language_code=persona.language_code or "inherit",
        created_at=persona.created_at,
        updated_at=persona.updated_at,
    )
