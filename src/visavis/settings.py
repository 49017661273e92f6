"""All settings of a visavis process: one class, from `VISAVIS_*` variables or the command line."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import cached_property
from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

OUR_RECOGNISERS = ("embedded", "deepgram", "openai")


def _known(name: str, ours: Iterable[str], group: str) -> str:
    """One of ours, or of the entry points of the group (docs/providers.md)."""
    known = [*ours, *(one.name for one in entry_points(group=group))]
    if name not in known:
        raise ValueError(f"nothing of that name is installed; there are {', '.join(known)}")
    return name


def _default_data_dir() -> Path:
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "visavis"


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix="VISAVIS_",
        extra="ignore",
        env_ignore_empty=True,  # NAME= in a compose file means that there is none
        str_strip_whitespace=True,  # a secret read out of a file often ends with its line
    )

    # where it listens and how it is reached
    host: str = "127.0.0.1"
    port: int = Field(8000, ge=0, le=65535)
    public_url: str | None = None
    """Base URL that clients use, e.g. https://personas.example.com; by default taken from each request."""

    strict: bool = False
    """Whether a request with fields that do nothing here is refused; by default only if it asks for that."""

    lab_open: bool | None = None
    """Whether the Lab may start sessions without a key; by default only on this machine's own address."""

    watermark_removable: bool = True
    """Whether links and widgets may leave out this software's name on the pages of strangers."""

    # what it keeps
    data_dir: Path = Field(default_factory=_default_data_dir)
    database_url: SecretStr | None = None
    """sqlite:///… or postgresql://…; by default SQLite in the data folder."""
    bootstrap_api_key: SecretStr | None = None
    """The API key that the first start creates; by default a random one is made and shown once."""

    allowed_hosts: Annotated[frozenset[str], NoDecode] = frozenset()
    """Hosts that the addresses of users may name though they are not public: "name" or "name:port", commas
    between them."""
    retention_days: int = Field(30, ge=1, le=36_500)
    """How long what was said is kept, unless the organization says otherwise."""

    # engines
    engines: int = Field(default_factory=lambda: max(1, (os.cpu_count() or 2) // 2), ge=1, le=256)
    sessions_per_engine: int = Field(8, ge=1)
    max_concurrent_sessions: int = Field(8, ge=1)
    """Per organization; one that has a limit of its own may have a lower one."""

    lip_model: Path | None = None
    """A neural model for the lower face, described in YAML (docs/neural-faces.md); without one the
    rig draws it."""

    turn_model: Literal["none", "smart-turn"] = "none"
    """Who tells by the melody of speech whether a user who pauses is done, beside the words."""
    renderer: Literal["compiled", "plain"] = "compiled"
    """Who draws faces; plain: numpy and OpenCV, slowly, as where numba cannot be loaded."""

    # limits of one session
    unclaimed_session_seconds: float = Field(30.0, gt=0)
    """A session that nobody signalled for this long is ended."""
    reconnect_grace_seconds: float = Field(11.0, gt=0)
    """A session whose client vanished is ended after this long."""

    # media
    stun_url: str | None = None
    turn_url: str | None = None
    turn_username: str | None = None
    turn_credential: SecretStr | None = None
    advertised_address: str | None = None
    """IP address to offer instead of the machine's own (behind a 1:1 NAT)."""
    udp_port_min: int | None = Field(None, ge=1024, le=65535)
    udp_port_max: int | None = Field(None, ge=1024, le=65535)

    # the default LLM, in the variables that every OpenAI-compatible tool reads
    openai_api_key: SecretStr | None = Field(None, validation_alias="OPENAI_API_KEY")
    openai_base_url: str | None = Field(None, validation_alias="OPENAI_BASE_URL")
    openai_model: str | None = Field(None, validation_alias="OPENAI_MODEL")
    mind: str = "auto"
    """auto: what these variables name, an Ollama on this machine, or the offline answerer. Else the name of a
    mind that a package brings."""
    llm_context_tokens: int | None = Field(None, ge=1_024)
    """The most that the default LLM reads and says at once, where its server does not tell it."""
    default_llm_is_zdr: bool = False
    """The operator vouches that the default LLM, though elsewhere, keeps nothing of what it is sent."""
    ollama_url: str = Field("http://127.0.0.1:11434", validation_alias="OLLAMA_HOST")

    # keys for vendors of voices, in the variables that their own tools read; the addresses are for gateways
    elevenlabs_api_key: SecretStr | None = Field(None, validation_alias="ELEVENLABS_API_KEY")
    elevenlabs_voice_url: str | None = Field(None, validation_alias="ELEVENLABS_BASE_URL")
    cartesia_api_key: SecretStr | None = Field(None, validation_alias="CARTESIA_API_KEY")
    cartesia_voice_url: str | None = Field(None, validation_alias="CARTESIA_BASE_URL")
    fish_api_key: SecretStr | None = Field(None, validation_alias="FISH_API_KEY")
    fish_voice_url: str | None = Field(None, validation_alias="FISH_BASE_URL")
    openai_voice_url: str | None = Field(None, validation_alias="OPENAI_VOICE_BASE_URL")
    """A server of OpenAI's /audio/speech, up to "/v1"; not OPENAI_BASE_URL, which is the LLM's."""
    openai_realtime_url: str | None = Field(None, validation_alias="OPENAI_REALTIME_BASE_URL")
    """A server of OpenAI's Realtime API, up to "/v1"; else OPENAI_BASE_URL, with OPENAI_API_KEY."""

    # who listens
    stt: str = "auto"
    """auto: Deepgram where its key is set, else the embedded recogniser. Else one of OUR_RECOGNISERS, or the
    name of one that a package brings."""
    stt_model: str | None = None
    """In place of the usual one of the vendor."""
    stt_is_zdr: bool = False
    """The operator vouches that it keeps nothing; else it hears no session with zero data retention."""
    deepgram_api_key: SecretStr | None = Field(None, validation_alias="DEEPGRAM_API_KEY")
    deepgram_base_url: str = Field("https://api.deepgram.com", validation_alias="DEEPGRAM_BASE_URL")

    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @field_validator("stt")
    @classmethod
    def _somebody_listens(cls, name: str) -> str:
        return _known(name, ("auto", *OUR_RECOGNISERS), "visavis.recognisers")

    @field_validator("mind")
    @classmethod
    def _somebody_thinks(cls, name: str) -> str:
        return _known(name, ("auto",), "visavis.minds")

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _split(cls, hosts: Any) -> Any:
        if not isinstance(hosts, str):
            return hosts
        return [host.strip().lower() for host in hosts.split(",") if host.strip()]

    @cached_property
    def database(self) -> str:
        """URL, with its password."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data_dir / 'visavis.db'}"

    @property
    def models_dir(self) -> Path:
        return self.data_dir / "models"

    @property
    def chosen_recogniser(self) -> str | None:
        """A vendor's or a package's; None: this machine's own listens."""
        if self.stt == "auto":
            return "deepgram" if self.deepgram_api_key else None
        return None if self.stt == "embedded" else self.stt

    def heard_with(self, own_keys: Mapping[str, SecretStr]) -> Settings:
        """For an organization with keys of its own, by who listens ("deepgram", "openai"): they take the
        place of the operator's, and one for OpenAI never goes to where the operator's LLM is."""
        changes: dict[str, Any] = {f"{vendor}_api_key": key for vendor, key in own_keys.items()}
        if "openai" in own_keys:
            changes["openai_base_url"] = self.openai_realtime_url
        return self.model_copy(update=changes) if changes else self

    @property
    def packs_dir(self) -> Path:
        """Of local neural voices and recognisers."""
        return self.data_dir / "packs"

    @property
    def blobs_dir(self) -> Path:
        return self.data_dir / "blobs"

    @property
    def building_dir(self) -> Path:
        """Of avatars that are just being built."""
        return self.data_dir / "building"

    @property
    def outbox_dir(self) -> Path:
        return self.data_dir / "outbox"

    @property
    def reels_dir(self) -> Path:
        """Of recordings that engines are just making: a folder for each."""
        return self.data_dir / "reels"

    @property
    def filming_dir(self) -> Path:
        """Of recordings that are just being made into films."""
        return self.data_dir / "filming"
