"""Voices as the public API takes and shows them. `language` and what follows it is ours."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BeforeValidator, Field, StringConstraints

from visavis.api.addresses import Addresses
from visavis.api.schemas.base import Answer, Timestamp, Url, Uuid, left_out_if_null
from visavis.services.audio_files import LARGEST_UPLOAD_BYTES
from visavis.services.cloned_voices import Recording, cloned_by
from visavis.services.heard_as import heard_as
from visavis.services.options import Body, Language
from visavis.services.samples import sample_path
from visavis.services.voice_options import VoiceSpeed
from visavis.services.zero_retention import voice_keeps_nothing
from visavis.store.tables import Voice
from visavis.voice_vendors import voice_vendors

Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
AudioType = Annotated[str, StringConstraints(pattern=r"^audio/[A-Za-z0-9.+-]+( *;[ -~]*)?$", max_length=200)]
Gender = Literal["MALE", "FEMALE", "NEUTRAL"]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2}$", to_upper=True)]
"""ISO 3166-1 alpha-2."""
Consent = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


def _as_listed(provider: Any) -> Any:
    """Providers as the contract spells them, also from those who write "elevenlabs" or "fish-audio"."""
    return provider.upper().replace("-", "_") if isinstance(provider, str) else provider


Provider = Annotated[
    Literal["CARTESIA", "ELEVENLABS", "OPENAI_ADVANCED_VOICE", "FISH_AUDIO"], BeforeValidator(_as_listed)
]


class VoiceForm(Body):
    """A voice to be cloned. `provider` and `consent` are ours."""

    display_name: Name = Field(
        alias="name", validation_alias=AliasChoices("name", "displayName", "display_name")
    )
    description: str | None = None
    language: Language = "en"
    enhance: bool = True
    provider: Provider | None = None
    """Who is to clone it; left out: the first vendor that there is a key for."""
    consent: Consent | None = None
    """The words by which you say that the speaker agrees; they are kept with the voice."""

    def recording(self) -> Recording:
        return Recording(
            self.display_name, self.description, self.language, self.enhance, self.provider, self.consent
        )


class VoiceFromUpload(VoiceForm):
    audio_key: str


class VoiceImport(Body):
    """A provider's voice by its id there; what the public MCP server sends."""

    display_name: Name = Field(validation_alias=AliasChoices("displayName", "name", "display_name"))
    provider: Provider
    provider_voice_id: Name
    provider_model_id: Name | None = None
    gender: Gender | None = None
    country: Country | None = None
    description: str | None = None
    is_zdr: bool = False
    """Ours: the organization vouches that the provider keeps nothing."""
    engine: Name | None = None
    """Ours: what speaks, where a package brings it; `providerVoiceId` is then its name for the voice."""


class VoiceUpdate(Body):
    """What is left out stays; null clears what may be null."""

    display_name: Name = ""
    provider_model_id: Name = ""
    gender: Gender | None = None
    country: Country | None = None
    description: str | None = None
    is_zdr: bool = False


class VoiceSpeechWish(Body):
    text: Annotated[str, StringConstraints(min_length=1, max_length=600, strip_whitespace=True)]
    voice_speed: VoiceSpeed | None = None


class RecordingUploadWish(Body):
    filename: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    content_type: AudioType
    file_size: Annotated[int, Field(ge=1, le=LARGEST_UPLOAD_BYTES)]


class RecordingUploadAnswer(Answer):
    upload_url: Url
    audio_key: str


class VendorAnswer(Answer):
    provider: Provider
    name: str
    """For people."""
    clones: bool
    """Whether it makes voices of recordings."""
    cleans: bool
    """Whether it heeds `enhance`."""
    has_key: bool
    """Whether there is one, yours or the server's."""


class VendorsAnswer(Answer):
    data: list[VendorAnswer]


class ConsentAnswer(Answer):
    words: str
    given_at: Timestamp
    api_key_id: str | None
    """Of whoever said so; null: somebody at the server itself."""


class VoiceAnswer(Answer):
    id: Uuid
    display_name: str
    provider: Provider
    """Names the family of generation options that the voice takes."""
    provider_voice_id: str | None
    provider_model_id: str | None
    sample_url: Url | None
    preview_sample_url: Url | None
    gender: Gender | None = left_out_if_null()
    country: str | None = left_out_if_null()
    description: str | None
    display_tags: list[str]
    is_zdr: bool
    """Whether it may speak under zero data retention."""
    created_by_organization_id: str | None
    """null: a voice of the server."""
    created_at: Timestamp
    updated_at: Timestamp
    language: str
    engine: str
    """What really speaks."""
    engine_note: str | None
    """Why that is not the named voice; null where it is."""
    cloned_by: str | None
    """The vendor that made it of a recording, for people; null: none did."""
    consent: ConsentAnswer | None
    """To the cloning of the voice; null where nobody said anything of it."""


def _consent(row: Voice) -> ConsentAnswer | None:
    if row.consent_words is None or row.consent_at is None:
        return None
    return ConsentAnswer(words=row.consent_words, given_at=row.consent_at, api_key_id=row.consent_by)


def voice_answer(row: Voice, addresses: Addresses) -> VoiceAnswer:
    heard = heard_as(row)
    packaged = addresses.file(sample_path(row.engine, row.engine_voice))
    theirs = addresses.blob(row.sample_key) if row.engine in voice_vendors() else None
    sample = addresses.blob(row.audio_key) or theirs or row.sample_url or packaged
    return VoiceAnswer(
        id=row.id,
        display_name=row.display_name,
        provider=row.provider,
        provider_voice_id=row.provider_voice_id,
        provider_model_id=row.provider_model_id,
        sample_url=sample,
        preview_sample_url=sample,
        gender=row.gender,
        country=row.country,
        description=row.description,
        display_tags=row.display_tags,
        is_zdr=voice_keeps_nothing(row),
        created_by_organization_id=row.organization_id,
        created_at=row.created_at,
        updated_at=row.updated_at,
        language=row.language,
        engine=heard.engine,
        engine_note=heard.note,
        cloned_by=cloned_by(row),
        consent=_consent(row),
    )
