"""The options that personas and sessions share. Public names are camelCase.

Where the contracts of April and July 2026 differ, a range is the union of both.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic.alias_generators import to_camel

from visavis.services.errors import Invalid
from visavis.store.texts import unstorable_at

Seconds = Annotated[float, Field(gt=0, le=31_536_000)]
"""Up to a year."""
VideoQuality = Literal["high", "auto"]
Fraction = Annotated[float, Field(ge=0, le=1)]
LONGEST_LANGUAGE = 16
"""Characters, as the tables have them; zh-Hant-TW has 10."""
Language = Annotated[
    str,
    StringConstraints(
        max_length=LONGEST_LANGUAGE, pattern=r"^(inherit|multi|[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2})$"
    ),
]
"""ISO 639-1, with an optional region; "inherit" takes the organization's."""
SpokenLanguage = Annotated[
    str,
    StringConstraints(max_length=LONGEST_LANGUAGE, pattern=r"^(multi|[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2})$"),
]
"""The same where there is nothing to inherit from."""


class Lenient(BaseModel):
    """A request object that may hold more than we know; the public API accepts that too."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, strict=True, extra="ignore")


class Exact(Lenient):
    """A request object that holds nothing but its fields."""

    model_config = ConfigDict(extra="forbid")


class Body(Lenient):
    """A whole request: all the way down, texts can be kept and numbers are finite.

    Python's parser lets lone surrogates and NaN through, which neither a database nor an engine can take.
    Raises Invalid.
    """

    @model_validator(mode="before")
    @classmethod
    def _real_json(cls, body: Any) -> Any:
        path = unstorable_at(body)
        if path is not None:
            raise Invalid(path or "body", "This text holds a NUL or half a character")
        try:
            json.dumps(body, allow_nan=False, default=repr)
        except ValueError:
            raise ValueError("NaN and Infinity are not numbers in JSON") from None
        return body


class VoiceDetectionOptions(Lenient):
    end_of_speech_sensitivity: Fraction | None = None
    silence_before_skip_turn_seconds: Annotated[float, Field(ge=0, le=900)] | None = None
    silence_before_session_end_seconds: Annotated[float, Field(ge=0, le=7200)] | None = None
    silence_before_auto_end_turn_seconds: Annotated[float, Field(ge=0.5, le=10)] | None = None
    speech_enhancement_level: Fraction | None = None


class SessionReplay(Lenient):
    """Whether the session is recorded."""

    enable_session_replay: bool = True


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
