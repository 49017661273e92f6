"""What a client asks for when it starts a session, as both token and engine requests carry it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import AliasChoices, Field, model_validator

from visavis.services.avatar_models import DIRECTED, AvatarModel
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
from visavis.services.unused_fields import names_of, quoted
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

BESIDE_A_PERSONA = {"persona_id", "draft", "enable_audio_passthrough", "max_session_length_seconds"}
"""What counts beside the id of a stored persona; the public SDKs document that the rest does not."""


class PersonaConfig(Lenient):
    """Stateful (`persona_id`, beside which nearly all else is ignored) or ephemeral (all else)."""

    also_read = frozenset({"type"})
    """It says stateful or ephemeral, as the rest does."""

    persona_id: str | None = Field(None, validation_alias=AliasChoices("personaId", "id", "persona_id"))
    """A stored persona, beside which nearly all else is ignored."""
    draft: bool | None = None
    """Ours: the persona with what of it is saved and not published."""
    name: str | None = None
    persona_preset: str | None = None
    avatar_id: str | None = None
    avatar_model: AvatarModel | None = None
    voice_id: str | None = None
    voice_speed: VoiceSpeed | None = None
    llm_id: str | None = None
    """CUSTOMER_CLIENT_V1 leaves the thinking to the client."""
    brain_type: str | None = None
    """The old name of llmId."""
    system_prompt: str | None = None
    personality: str | None = None
    skip_greeting: bool | None = None
    uninterruptible_greeting: bool | None = None
    initial_message: str | None = None
    """Said word for word at the start; without it the language model greets."""
    max_session_length_seconds: Seconds | None = None
    """Counted from when the stream comes up; the organization's limit still holds."""
    language_code: Language | None = None
    voice_detection_options: VoiceDetectionOptions | None = None
    voice_generation_options: VoiceOptions | None = None
    director_notes: DirectorNotes | None = None
    tools: InlineTools | None = None
    """Tools for this session alone."""
    tool_ids: list[str] | None = None
    """Stored tools."""
    knowledge: Knowledge | None = None
    """Ours, as `persona_preset` of the contract's meetings is here for all."""
    enable_audio_passthrough: bool | None = None
    """The client sends the sound that is spoken; nothing listens and nothing thinks."""
    zero_data_retention: bool | None = None
    """Keep nothing of what is said."""

    def in_vain(self) -> Iterator[str]:
        given = {name for name in self.model_fields_set if getattr(self, name) is not None}
        unused = given - BESIDE_A_PERSONA if self.persona_id is not None else given & {"draft"}
        if self.avatar_model is not None and self.avatar_model not in DIRECTED:
            unused |= given & {"director_notes"}
        yield from (names[0] for field, names in names_of(type(self)).items() if field in unused)


class VoiceDetection(Lenient):
    """The one listening option that the browser itself may set."""

    end_of_speech_sensitivity: Fraction | None = None


class SessionOptions(Lenient):
    session_replay: SessionReplay | None = None
    video_quality: VideoQuality | None = None
    """`auto` follows the network, `high` stays at the top."""
    video_width: int | None = None
    """Together with videoHeight, and only a frame that the avatar model has."""
    video_height: int | None = None
    egress: dict[str, Any] | None = None
    region: str | None = None
    """Ignored: this server is the region."""
    region_policy: Literal["preferred", "strict"] | None = None
    show_ai_avatar_disclosure: bool | None = Field(None, alias="showAIAvatarDisclosure")
    """A mark in the picture says that it is an AI avatar."""
    voice_detection: VoiceDetection | None = None

    @model_validator(mode="after")
    def _strict_about_somewhere(self) -> SessionOptions:
        if self.region_policy == "strict" and not self.region:
            raise ValueError("regionPolicy strict needs a region")
        return self

    def in_vain(self) -> Iterator[str]:
        """There is one place where sessions run."""
        if self.region is not None:
            yield "region"
        if self.region_policy is not None:
            yield "regionPolicy"


class SessionRequest(Body):
    client_label: Annotated[str, Field(max_length=200)] | None = None
    """Kept with the session, to find it by."""
    persona_config: PersonaConfig | None = None
    session_options: SessionOptions | None = None
    environment: dict[str, Any] | None = None
    client_metadata: dict[str, Any] | None = None
    """What the client says of itself; kept with the session."""
    voice_detection: VoiceDetection | None = None
    """Where the Kotlin SDK puts it."""

    @property
    def config(self) -> PersonaConfig:
        return self.persona_config or PersonaConfig()

    @property
    def options(self) -> SessionOptions:
        """With what stands beside them in place of inside."""
        options = self.session_options or SessionOptions()
        if self.voice_detection is None or options.voice_detection is not None:
            return options
        return options.model_copy(update={"voice_detection": self.voice_detection})

    def in_vain(self) -> Iterator[str]:
        for key, value in (self.environment or {}).items():
            if key not in NOT_BUILT and value is not None:
                yield f"environment.{quoted(key)}"

    def beside_a_token(self) -> Iterator[str]:
        """Paths of what the holder of a session token may not choose."""
        if self.client_label is not None:
            yield "clientLabel"
        if self.persona_config is not None:
            yield "personaConfig"
        options = self.session_options or SessionOptions()
        for field, names in names_of(SessionOptions).items():
            if field != "voice_detection" and getattr(options, field) is not None:
                yield f"sessionOptions.{names[0]}"

    def refuse_what_is_not_built(self) -> None:
        """Raises Invalid, plainly, rather than to start a session that does something else."""
        for key, value in (self.environment or {}).items():
            if key in NOT_BUILT and value is not None:
                raise Invalid(f"environment.{key}", f"{NOT_BUILT[key]} are not supported by this server")
        if self.options.egress is not None:
            raise Invalid("sessionOptions.egress", "Daily egress is not supported by this server")

    def with_wishes_of(self, client: SessionRequest) -> SessionRequest:
        """This request, from a token, with the few things that the token's holder may choose."""
        wish = client.options.voice_detection or self.options.voice_detection
        return self.model_copy(
            update={
                "client_metadata": client.client_metadata or self.client_metadata,
                "session_options": self.options.model_copy(update={"voice_detection": wish}),
            }
        )
