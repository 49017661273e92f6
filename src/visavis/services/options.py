"""The options of a persona and of a session: their ranges and what they mean. Public names are camelCase.

Where the contracts of April and July 2026 differ, a range is the union of both.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic.alias_generators import to_camel
from pydantic_core import CoreSchema

from visavis.services.errors import Invalid

Fraction = Annotated[float, Field(ge=0, le=1)]
Language = Annotated[str, StringConstraints(pattern=r"^(inherit|multi|[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2})$")]
"""ISO 639-1, with an optional region; "inherit" takes the organization's."""


class Lenient(BaseModel):
    """A request object that may hold more than we know; the public API accepts that too."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, strict=True, extra="ignore")


class Exact(Lenient):
    """A request object that holds nothing but its fields."""

    model_config = ConfigDict(extra="forbid")


class Body(Lenient):
    """A whole request: all the way down, text is Unicode and numbers are finite, as in real JSON.

    Python's parser lets lone surrogates and NaN through, which neither a database nor an engine can take.
    """

    @model_validator(mode="before")
    @classmethod
    def _real_json(cls, body: Any) -> Any:
        try:
            json.dumps(body, ensure_ascii=False, allow_nan=False, default=repr).encode()
        except UnicodeEncodeError:
            raise ValueError("the text is not valid Unicode") from None
        except ValueError:
            raise ValueError("NaN and Infinity are not numbers in JSON") from None
        return body


class VoiceDetectionOptions(Lenient):
    end_of_speech_sensitivity: Fraction | None = None
    silence_before_skip_turn_seconds: Annotated[float, Field(ge=0, le=900)] | None = None
    silence_before_session_end_seconds: Annotated[float, Field(ge=0, le=7200)] | None = None
    silence_before_auto_end_turn_seconds: Annotated[float, Field(ge=0.5, le=10)] | None = None
    speech_enhancement_level: Fraction | None = None


class DirectorNotes(Lenient):
    preset_style: Literal["happy", "warm", "playful", "supportive", "sad", "angry", "distressed"] | None = (
        None
    )
    custom_style_prompt: Annotated[str, Field(max_length=2000)] | None = None
    expressivity: Fraction | None = None

    @model_validator(mode="after")
    def _one_style(self) -> DirectorNotes:
        if self.preset_style and self.custom_style_prompt:
            raise ValueError("give presetStyle or customStylePrompt, not both")
        return self


# Voice generation options: one family for each value of a voice's provider.


class ElevenLabsOptions(Exact):
    """V1 and V2 of the contract; V2 adds the last three."""

    stability: Fraction | None = None
    similarity_boost: Fraction | None = None
    speed: Annotated[float, Field(ge=0.7, le=1.2)] | None = None
    style: Fraction | None = None
    use_speaker_boost: bool | None = None
    model: str | None = None


class CartesiaOptions(Exact):
    volume: Annotated[float, Field(ge=0.5, le=2)] | None = None
    speed: Annotated[float, Field(ge=0.6, le=1.5)] | None = None
    emotion: Literal["neutral", "calm", "angry", "content", "sad", "scared"] | None = None


class FishAudioOptions(Exact):
    volume: Annotated[float, Field(ge=0.5, le=2)] | None = None
    speed: Annotated[float, Field(ge=0.5, le=2)] | None = None


class NoOptions(Exact):
    pass


OPTION_FAMILIES: dict[str, type[Exact]] = {
    "ELEVENLABS": ElevenLabsOptions,
    "CARTESIA": CartesiaOptions,
    "FISH_AUDIO": FishAudioOptions,
    "OPENAI_ADVANCED_VOICE": NoOptions,
}


class _OneFamily:
    """Shows the families as alternatives in our contract; the voice decides which of them counts."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        families = (ElevenLabsOptions, CartesiaOptions, FishAudioOptions)
        return {"oneOf": [handler(family.__pydantic_core_schema__) for family in families]}


VoiceOptions = Annotated[dict[str, Any], _OneFamily]


def check_voice_options(provider: str, options: dict[str, Any], path: str) -> None:
    """Raises Invalid for what a voice of this family does not take."""
    try:
        OPTION_FAMILIES[provider].model_validate(options)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join([path, *(str(part) for part in first["loc"])])
        reason = "not an option of this voice" if first["type"] == "extra_forbidden" else first["msg"]
        raise Invalid(where, f"{reason} (the voice takes the options of {provider})") from None


# Avatar models and frame sizes.

AvatarModel = Literal["cara-2", "cara-3", "cara-4", "cara-4-latest"]
DEFAULT_MODEL: AvatarModel = "cara-3"

SIZES: dict[str, tuple[tuple[int, int], ...]] = {
    "cara-2": ((512, 512),),
    "cara-3": ((720, 480),),
    "cara-4": ((1152, 768), (768, 1152)),
    "cara-4-latest": ((1152, 768), (768, 1152)),
}
"""Width and height of each model's frames, the default first."""


def models_of(versions: list[str]) -> set[str]:
    """The public models that an avatar with these internal versions can be used with."""
    models: set[str] = set()
    for version in versions:
        if version in SIZES:
            models.add(version)
        elif version == "v1":
            models.add("cara-2")
        elif version == "v2":
            models.add("cara-3")
        elif version.startswith("cara-4"):
            models |= {"cara-4", "cara-4-latest"}
    return models


def model_of(version: str | None) -> str | None:
    """The public model that an internal version stands for."""
    known = {"v1": "cara-2", "v2": "cara-3"}
    if version is None or version in SIZES:
        return version
    return known.get(version, "cara-4" if version.startswith("cara-4") else DEFAULT_MODEL)


def frame_size(model: str, width: int | None, height: int | None) -> tuple[int, int]:
    """Raises Invalid for half a size and for one that the model does not have."""
    if (width is None) != (height is None):
        raise Invalid("sessionOptions.videoWidth", "videoWidth and videoHeight must be given together")
    sizes = SIZES[model]
    if width is None or height is None:
        return sizes[0]
    if (width, height) not in sizes:
        known = " or ".join(f"{w}x{h}" for w, h in sizes)
        raise Invalid(
            "sessionOptions.videoWidth", f"{model} has no frame of {width}x{height}; it renders {known}"
        )
    return width, height
