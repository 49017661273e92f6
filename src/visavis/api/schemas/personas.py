"""Personas as the public API takes and shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from visavis.api.addresses import Addresses
from visavis.api.schemas.avatars import AvatarAnswer, avatar_answer
from visavis.api.schemas.base import Answer, Timestamp, Uuid
from visavis.api.schemas.knowledge import GroupAnswer, group_answer
from visavis.api.schemas.share_links import PrimaryShareLink, ShareLinkAnswer, Uses, share_link_answer
from visavis.api.schemas.tools import ToolOfPersona, tool_of_persona
from visavis.api.schemas.voices import VoiceAnswer, voice_answer
from visavis.services.avatar_models import AvatarModel, model_of
from visavis.services.options import (
    Body,
    DirectorNotes,
    Exact,
    Language,
    Lenient,
    Seconds,
    SessionReplay,
    Shown,
    VideoQuality,
    VoiceDetectionOptions,
)
from visavis.services.origins import normal_origin
from visavis.services.session_request import Knowledge
from visavis.services.stock import CLIENT_THINKS
from visavis.services.voice_options import VoiceOptions, VoiceSpeed
from visavis.store.persona_snapshot import PersonaView
from visavis.store.tables import ShareLink


class PersonaFields(BaseModel):
    """Left out is not null: only fields that say so take null, and null clears them.

    From `persona_preset` on they are extensions of ours, under the names that sessions and answers have.
    """

    model_config = ConfigDict(use_attribute_docstrings=True)

    name: str = ""
    description: str = ""
    """For yourself; the persona does not know it."""
    avatar_id: str = ""
    """One of GET /v1/avatars. Another avatar takes the model away where it lacks it."""
    avatar_model: AvatarModel | None = None
    """What renders the avatar; null takes the avatar's own default."""
    voice_id: str = ""
    """One of GET /v1/voices. Another voice takes the generation options away unless new ones come along."""
    llm_id: str = ""
    """One of GET /v1/llms; CUSTOMER_CLIENT_V1 leaves the thinking to the client."""
    system_prompt: str = ""
    """Who the persona is and how to talk; answered inside `brain`."""
    skip_greeting: bool = False
    """Wait for the user to speak first."""
    uninterruptible_greeting: bool = False
    """Finish the greeting even if the user cuts in."""
    initial_message: str | None = None
    """Said word for word at the start; without it the language model greets."""
    zero_data_retention: bool = False
    """Keep nothing of what is said."""
    voice_detection_options: VoiceDetectionOptions | None = None
    language_code: Language = ""
    """What is spoken; `inherit` takes the organization's."""
    voice_generation_options: VoiceOptions | None = None
    """The family of options that the voice takes."""
    tool_ids: list[str] = Field(default_factory=list)
    """All tools that the persona has; an update replaces them."""
    persona_preset: Annotated[str, Field(max_length=100)] = ""
    """A label of yours, such as what the persona was made from."""
    personality: str | None = None
    """How the persona is; it stands before the prompt, and is answered inside `brain`."""
    voice_speed: VoiceSpeed | None = None
    """A factor, within the range that the voice's family has."""
    director_notes: DirectorNotes | None = None
    knowledge: Knowledge = Field(default_factory=list)
    """Ids of the knowledge groups that may be searched; an update replaces them."""
    enable_audio_passthrough: bool = False
    """The client sends the sound that is spoken; nothing listens and nothing thinks."""
    max_session_length_seconds: Seconds | None = None
    """Counted from when the stream comes up; the organization's limit still holds."""
    session_replay: SessionReplay | None = None
    video_quality: VideoQuality | None = None
    """`auto` follows the network, `high` stays at the top."""
    video_width: int | None = None
    """Together with videoHeight, and only a frame that the avatar model has."""
    video_height: int | None = None

    def given(self) -> dict[str, Any]:
        """What the request said, under the names of the table; what it holds as JSON, under public names."""
        fields = self.model_dump(exclude_unset=True)
        for name in fields:
            value = getattr(self, name)
            if isinstance(value, BaseModel):
                fields[name] = value.model_dump(by_alias=True, exclude_unset=True)
        if "knowledge" in fields:
            fields["knowledge"] = [str(id) for id in self.knowledge]
        return fields


class PersonaCreate(PersonaFields, Body):
    pass


class WidgetConfig(Lenient):
    call_to_action: str = ""
    allowed_origins: list[Annotated[str, AfterValidator(normal_origin)]] = Field(default_factory=list)
    """Sites that may show the widget."""
    allow_everywhere: bool = False
    layout: Literal["inline", "floating"] = "floating"
    initial_state: Literal["minimized", "expanded"] = "expanded"
    position: str = ""
    """A corner, such as bottom-right."""
    show_text_input: bool = True
    show_mute_button: bool = True
    show_transcript: bool = True
    enabled: bool = True
    """Ours: false is paused."""
    remove_watermark: bool = False
    """Ours."""
    usage_limit: Uses | None = None
    """Ours: conversations in all; null: any number."""
    daily_usage_limit: Uses | None = None
    """Ours: conversations a day (UTC)."""
    daily_minute_limit: Uses | None = None
    """Ours: minutes a day, of all conversations together; one that has begun goes on."""


class PersonaUpdate(PersonaFields, Body, Exact):
    widget_config: WidgetConfig = Field(default_factory=WidgetConfig)


class Brain(Answer):
    personality: str | None
    system_prompt: str | None


class PersonaAnswer(Answer):
    id: Uuid
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
    knowledge: list[GroupAnswer]
    share_links: list[ShareLinkAnswer] | None
    primary_share_link: PrimaryShareLink | None
    enable_audio_passthrough: bool
    skip_greeting: bool
    uninterruptible_greeting: bool
    initial_message: str | None
    zero_data_retention: bool
    language_code: str | None
    voice_detection_options: Annotated[dict[str, Any], Shown((VoiceDetectionOptions,))] | None
    voice_generation_options: VoiceOptions | None
    widget_config: Annotated[dict[str, Any], Shown((WidgetConfig,))]
    director_notes: Annotated[dict[str, Any], Shown((DirectorNotes,))] | None
    max_session_length_seconds: float | None
    session_replay: Annotated[dict[str, Any], Shown((SessionReplay,))] | None
    video_quality: VideoQuality | None
    video_width: int | None
    video_height: int | None
    created_at: Timestamp
    updated_at: Timestamp


class PersonaSummary(Answer):
    id: Uuid
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
    has_draft: bool
    """Ours: something of it is saved and not published."""


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
        llm_id=None if persona.llm_id == CLIENT_THINKS else persona.llm_id,
        brain=Brain(personality=persona.personality, system_prompt=persona.system_prompt),
        tools=[tool_of_persona(tool) for tool in view.tools],
        knowledge=[group_answer(group) for group in view.knowledge],
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
        director_notes=persona.director_notes,
        max_session_length_seconds=persona.max_session_length_seconds,
        session_replay=persona.session_replay,
        video_quality=persona.video_quality,
        video_width=persona.video_width,
        video_height=persona.video_height,
        created_at=persona.created_at,
        updated_at=persona.updated_at,
    )


def _primary(links: Sequence[ShareLink]) -> PrimaryShareLink | None:
    found = next((link for link in links if link.is_primary), None)
    return PrimaryShareLink(token=found.token, enabled=found.enabled) if found else None


def persona_summary(view: PersonaView, addresses: Addresses, *, has_draft: bool) -> PersonaSummary:
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
        has_draft=has_draft,
    )
