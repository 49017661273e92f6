"""What a client asks for when it starts a session, as both token and engine requests carry it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AliasChoices, Field, model_validator

from visavis.services.avatar_models import AvatarModel
from visavis.services.errors import Invalid
from visavis.services.inline_tools import InlineTools
from visavis.services.options import (
    Body,
    DirectorNotes,
    Fraction,
    Language,
    Lenient,
    Seconds,
    SessionReplay,
    VideoQuality,
    VoiceDetectionOptions,
)
from visavis.services.tool_kinds import MOST_GROUPS, GroupId
from visavis.services.voice_options import VoiceOptions, VoiceSpeed

Knowledge = Annotated[list[GroupId], Field(max_length=MOST_GROUPS)]
"""Ids of knowledge groups that a persona may search."""

NOT_BUILT = {
    "livekitUrl": "LiveKit rooms",
    "livekitToken": "LiveKit rooms",
    "elevenLabsAgentSettings": "ElevenLabs agents",
    "agoraSettings": "Agora channels",
}
"""Keys of `environment` that ask for what this server cannot do; the other keys pick engines."""


class PersonaConfig(Lenient):
    """Stateful (`persona_id`, beside which nearly all else is ignored) or ephemeral (all else)."""

    persona_id: str | None = Field(None, validation_alias=AliasChoices("personaId", "id", "persona_id"))
    name: str | None = None
    persona_preset: str | None = None
    avatar_id: str | None = None
    avatar_model: AvatarModel | None = None
    voice_id: str | None = None
    voice_speed: VoiceSpeed | None = None
    llm_id: str | None = None
    brain_type: str | None = None
    """The old name of llmId."""
    system_prompt: str | None = None
    personality: str | None = None
    skip_greeting: bool | None = None
    uninterruptible_greeting: bool | None = None
    initial_message: str | None = None
    max_session_length_seconds: Seconds | None = None
    language_code: Language | None = None
    voice_detection_options: VoiceDetectionOptions | None = None
    voice_generation_options: VoiceOptions | None = None
    director_notes: DirectorNotes | None = None
    tools: InlineTools | None = None
    tool_ids: list[str] | None = None
    knowledge: Knowledge | None = None
    """Ours, as `persona_preset` of the contract's meetings is here for all."""
    enable_audio_passthrough: bool | None = None
    zero_data_retention: bool | None = None


class VoiceDetection(Lenient):
    """The one listening option that the browser itself may set."""

    end_of_speech_sensitivity: Fraction | None = None


class SessionOptions(Lenient):
    session_replay: SessionReplay | None = None
    video_quality: VideoQuality | None = None
    video_width: int | None = None
    video_height: int | None = None
    egress: dict[str, Any] | None = None
    region: str | None = None
    region_policy: Literal["preferred", "strict"] | None = None
    show_ai_avatar_disclosure: bool | None = Field(None, alias="showAIAvatarDisclosure")
    voice_detection: VoiceDetection | None = None

    @model_validator(mode="after")
    def _strict_about_somewhere(self) -> SessionOptions:
        if self.region_policy == "strict" and not self.region:
            raise ValueError("regionPolicy strict needs a region")
        return self


class SessionRequest(Body):
    client_label: Annotated[str, Field(max_length=200)] | None = None
    persona_config: PersonaConfig | None = None
    session_options: SessionOptions | None = None
    environment: dict[str, Any] | None = None
    client_metadata: dict[str, Any] | None = None
    voice_detection: VoiceDetection | None = None
    """Where the Kotlin SDK puts it."""

    @property
    def config(self) -> PersonaConfig:
        return self.persona_config or PersonaConfig()

    @property
    def options(self) -> SessionOptions:
        return self.session_options or SessionOptions()

    def refuse_what_is_not_built(self) -> None:
        """Raises Invalid, plainly, rather than to start a session that does something else."""
        for key, value in (self.environment or {}).items():
            if key in NOT_BUILT and value is not None:
                raise Invalid(f"environment.{key}", f"{NOT_BUILT[key]} are not supported by this server")
        if self.options.egress is not None:
            raise Invalid("sessionOptions.egress", "Daily egress is not supported by this server")
        if self.options.show_ai_avatar_disclosure:
            raise Invalid(
                "sessionOptions.showAIAvatarDisclosure", "The disclosure mark is not supported by this server"
            )

    def with_wishes_of(self, client: SessionRequest) -> SessionRequest:
        """This request, from a token, with the few things that the token's holder may choose."""
        wish = client.options.voice_detection or client.voice_detection or self.options.voice_detection
        return self.model_copy(
            update={
                "client_metadata": client.client_metadata or self.client_metadata,
                "session_options": self.options.model_copy(update={"voice_detection": wish}),
            }
        )
