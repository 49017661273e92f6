"""What a client asks for when it starts a session, as both token and engine requests carry it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AliasChoices, Field, model_validator

from visavis.services.avatar_models import AvatarModel
from visavis.services.errors import Invalid
from visavis.services.inline_tools import InlineTools
from visavis.services.options import Body, DirectorNotes, Fraction, Language, Lenient, VoiceDetectionOptions
from visavis.services.voice_options import VoiceOptions

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
    """A stored persona, beside which nearly all else is ignored."""
    name: str | None = None
    avatar_id: str | None = None
    avatar_model: AvatarModel | None = None
    voice_id: str | None = None
    voice_speed: Annotated[float, Field(gt=0, le=4)] | None = None
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
    max_session_length_seconds: Annotated[float, Field(gt=0)] | None = None
    """Counted from when the stream comes up; the organization's limit still holds."""
    language_code: Language | None = None
    voice_detection_options: VoiceDetectionOptions | None = None
    voice_generation_options: VoiceOptions | None = None
    director_notes: DirectorNotes | None = None
    tools: InlineTools | None = None
    """Tools for this session alone."""
    tool_ids: list[str] | None = None
    """Stored tools."""
    enable_audio_passthrough: bool | None = None
    """The client sends the sound that is spoken; nothing listens and nothing thinks."""
    zero_data_retention: bool | None = None
    """Keep nothing of what is said."""


class VoiceDetection(Lenient):
    """The one listening option that the browser itself may set."""

    end_of_speech_sensitivity: Fraction | None = None


class SessionOptions(Lenient):
    video_quality: Literal["high", "auto"] | None = None
    """`auto` follows the network, `high` stays at the top."""
    video_width: int | None = None
    """Together with videoHeight, and only a frame that the avatar model has."""
    video_height: int | None = None
    egress: dict[str, Any] | None = None
    region: str | None = None
    """Ignored: this server is the region."""
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
