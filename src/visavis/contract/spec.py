"""SessionSpec: everything an engine needs to know to hold one conversation, resolved and frozen.

The api process builds it from one snapshot query and unseals secrets only here; an engine never opens the
database. It crosses the process border as JSON.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, SecretStr, field_serializer

from visavis.contract.frozen import Frozen
from visavis.contract.tools import ToolSpec


class AvatarSpec(Frozen):
    """The face. `rig` names a person, alone or with a room ("maya", "maya-home"), by name or by the path of a
    folder; or it is the path of a built avatar file."""

    id: str
    display_name: str
    rig: str
    model: str = "cara-3"
    """What renders it, by its public name."""
    width: int = 720
    height: int = 480
    disclosed: bool = False
    """Whether a mark in the picture says what it is."""


class VoiceSpec(Frozen):
    """The voice that really speaks: an engine ("flite", "elevenlabs") and its name for the voice.

    speed, pitch, melody (how far the pitch moves about its mean) and volume are multipliers around 1; an
    engine ignores what it cannot do. A vendor's engine goes by `options` instead.
    """

    id: str
    display_name: str
    engine: str
    name: str
    language: str = "en"
    gender: str | None = None
    country: str | None = None
    """As whose it is to sound: whoever stands in is chosen by them, also when the language changes."""
    speed: float = 1.0
    pitch: float = 1.0
    melody: float = 1.0
    volume: float = 1.0
    model: str = ""
    """Of a vendor; empty: the vendor's usual one. Of a local pack: the folder of the model."""
    options: dict[str, Any] = Field(default_factory=dict)
    """The public generation options of a vendor's voice, with the persona's voiceSpeed in their `speed`."""
    base_url: str | None = None
    """Of a vendor; None: its own."""
    allowed_hosts: tuple[str, ...] | None = None
    """As for LLMs."""
    api_key: SecretStr | None = None
    keeps_nothing: bool = False
    """Whether a vendor is to keep nothing of what is said: zero data retention."""
    stand_in: VoiceSpec | None = None
    """Who speaks while this one cannot."""

    @property
    def key(self) -> str:
        return self.api_key.get_secret_value() if self.api_key else ""

    @field_serializer("api_key", when_used="json")
    def _unsealed_for_the_engine(self, key: SecretStr | None) -> str | None:
        return key.get_secret_value() if key else None


ASSUMED_CONTEXT_TOKENS = 8_192
"""Of a model that nobody says more of: what a small local one has, and a spoken conversation of an hour."""


class LlmSpec(Frozen):
    """What thinks. `kind`: `none`, the client does (CUSTOMER_CLIENT_V1); `offline`, the embedded answerer;
    `openai_realtime` and `azure_realtime`, it hears and speaks by itself; else a name in the table of minds
    (providers/registry.py), or one that a package brings."""

    id: str
    kind: str
    model: str = ""
    voice: str = ""
    """With which it speaks by itself, by its vendor's name."""
    transcription_model: str = ""
    """With which its vendor writes down what it hears by itself; empty: the usual one."""
    base_url: str | None = None
    fallback_urls: tuple[str, ...] = ()
    """Other places of the same model, in the order in which they are tried."""
    allowed_hosts: tuple[str, ...] | None = None
    """For addresses of users: only public ones and these hosts are reached. None: an operator's address."""
    api_key: SecretStr | None = None
    temperature: float | None = None
    max_tokens: int | None = None
    context_tokens: int = ASSUMED_CONTEXT_TOKENS
    """The most that the model reads and says at once."""
    reasoning_effort: Literal["low", "medium", "high"] | None = None
    shows_reasoning: bool = False
    """Clients are told what it thinks before it speaks."""
    api_version: str | None = None
    """Of Azure, where its older addresses want one."""

    @property
    def key(self) -> str:
        """What is sent as the key: local servers ask for none, and SDKs want one."""
        return self.api_key.get_secret_value() if self.api_key else "none"

    @field_serializer("api_key", when_used="json")
    def _unsealed_for_the_engine(self, key: SecretStr | None) -> str | None:
        return key.get_secret_value() if key else None


class EarKeys(Frozen):
    """The organization's own keys for those who listen; None: the operator's counts."""

    deepgram: SecretStr | None = None
    openai: SecretStr | None = None

    def given(self) -> dict[str, SecretStr]:
        """By who listens."""
        return {name: key for name, key in (("deepgram", self.deepgram), ("openai", self.openai)) if key}

    @field_serializer("deepgram", "openai", when_used="json")
    def _unsealed_for_the_engine(self, key: SecretStr | None) -> str | None:
        return key.get_secret_value() if key else None


class PersonaSpec(Frozen):
    id: str | None = None
    name: str = ""
    preset: str = ""
    """What it was made from; a label."""
    system_prompt: str = ""
    personality: str = ""
    language: str = "en"


class GreetingSpec(Frozen):
    """`text` is spoken verbatim; without it the LLM makes a greeting up; `skip` waits for the user."""

    skip: bool = False
    text: str | None = None
    uninterruptible: bool = False


class StyleSpec(Frozen):
    """The public directorNotes: how to carry oneself, by name or in words, and how strongly (0 to 1)."""

    preset: Literal["happy", "warm", "playful", "supportive", "sad", "angry", "distressed"] | None = None
    prompt: str | None = None
    expressivity: float = 0.5


class ListeningSpec(Frozen):
    """The public voiceDetectionOptions; seconds, 0 or None disables where the public option allows that."""

    end_of_speech_sensitivity: float = 0.5
    silence_before_auto_end_turn_seconds: float = 5.0
    silence_before_skip_turn_seconds: float | None = None
    silence_before_session_end_seconds: float | None = None
    speech_enhancement_level: float = 0.0


class TuningSpec(Frozen):
    """What a client may change while the session runs, in the public contract's words (see `tuning.py`)."""

    language_code: str = "en"
    inherited_language: str = "en"
    """What "inherit" means for this session."""
    voice_family: str = ""
    """Whose generation options the voice takes."""
    voice_speed: float | None = None
    voice_generation_options: dict[str, Any] = Field(default_factory=dict)
    voice_detection_options: dict[str, Any] = Field(default_factory=dict)


class IceServer(Frozen):
    urls: tuple[str, ...]
    username: str | None = None
    credential: str | None = None


class ClientSpec(Frozen):
    """What the client says that it is; anybody may say anything."""

    name: str = ""
    """As in "js-sdk"."""
    version: str = ""


class SessionSpec(Frozen):
    session_id: str
    organization_id: str
    client: ClientSpec = ClientSpec()
    persona: PersonaSpec
    avatar: AvatarSpec
    voice: VoiceSpec
    llm: LlmSpec
    ear_keys: EarKeys = EarKeys()
    greeting: GreetingSpec = GreetingSpec()
    listening: ListeningSpec = ListeningSpec()
    tuning: TuningSpec = TuningSpec()
    style: StyleSpec | None = None
    """None: the avatar's model takes no directions, cues during the session included."""
    knowledge: tuple[str, ...] = ()
    """Ids of the organization's knowledge groups that the persona may search; one of her tools does."""
    tools: tuple[ToolSpec, ...] = ()
    """Each has a name of its own."""
    audio_passthrough: bool = False
    zero_data_retention: bool = False
    record: bool = True
    """Whether a recording of the session is wanted."""
    max_session_seconds: float | None = None
    video_quality: Literal["high", "auto"] = "auto"
    ice_servers: tuple[IceServer, ...] = ()
