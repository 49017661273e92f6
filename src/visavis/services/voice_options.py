"""Voice generation options: one family of them for each value of a voice's `provider`."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from visavis.services.errors import Invalid
from visavis.services.options import Exact, Fraction, Shown


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


VoiceOptions = Annotated[dict[str, Any], Shown((ElevenLabsOptions, CartesiaOptions, FishAudioOptions))]
"""The voice decides whose options they are."""


VoiceSpeed = Annotated[float, Field(ge=0.5, le=2)]
"""In the widest range of all families; `check_voice_speed` knows that of each."""
NORMAL_SPEED = 1.0
"""Every voice has it."""


def takes_speed(provider: str, speed: float | None) -> bool:
    """None: the voice's own."""
    if speed in (None, NORMAL_SPEED):
        return True
    try:
        OPTION_FAMILIES[provider].model_validate({"speed": speed})
    except ValidationError:
        return False
    return True


def check_voice_speed(provider: str, speed: float | None, path: str) -> None:
    """Raises Invalid for a speed at which voices of this family do not speak."""
    if not takes_speed(provider, speed):
        raise Invalid(path, f"a voice that takes the options of {provider} does not speak at {speed:g}")


def check_voice_options(provider: str, options: dict[str, Any], path: str) -> None:
    """Raises Invalid for what a voice of this family does not take."""
    try:
        OPTION_FAMILIES[provider].model_validate(options)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join([path, *(str(part) for part in first["loc"])])
        reason = "not an option of this voice" if first["type"] == "extra_forbidden" else first["msg"]
        raise Invalid(where, f"{reason} (the voice takes the options of {provider})") from None
