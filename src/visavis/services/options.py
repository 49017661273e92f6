"""The options that personas and sessions share. Public names are camelCase.

Where the contracts of April and July 2026 differ, a range is the union of both.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    ModelWrapValidatorHandler,
    StringConstraints,
    model_validator,
)
from pydantic.alias_generators import to_camel
from pydantic_core import CoreSchema

from visavis.services.errors import Invalid
from visavis.services.ignored import ignore
from visavis.services.unused_fields import Heard, unused_fields
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


DEEPEST = 100
"""Objects and lists within each other; pydantic writes no more than 255, and some databases less."""


class Lenient(Heard):
    """A request object that may hold more than we know; the public API accepts that too."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        strict=True,
        extra="ignore",
        use_attribute_docstrings=True,
    )


class Exact(Lenient):
    """A request object that holds nothing but its fields."""

    model_config = ConfigDict(extra="forbid")


class Body(Lenient):
    """A whole request. It is real JSON all the way down, and what of it is not used is told.

    Raises Invalid for texts that cannot be kept.
    """

    @model_validator(mode="wrap")
    @classmethod
    def _listen(cls, body: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        heard = handler(real_json(body))
        if isinstance(body, Mapping):
            ignore(unused_fields(heard, body))
        return heard


def real_json(body: Any) -> Any:
    """Texts can be kept, numbers are finite, and it can be written down again. Raises ValueError, Invalid.

    Python's parser lets NUL, lone surrogates and NaN through, which neither a database nor an engine can
    take, and objects within objects that no writer of JSON gets to the bottom of.
    """
    if not _is_shallow(body):
        raise ValueError(f"more than {DEEPEST} objects and lists lie within each other")
    path = unstorable_at(body)
    if path is not None:
        raise Invalid(path or "body", "This text holds a NUL or half a character")
    try:
        json.dumps(body, allow_nan=False, default=repr)
    except ValueError:
        raise ValueError("NaN and Infinity are not numbers in JSON") from None
    return body


def _is_shallow(body: Any) -> bool:
    level = [body]
    for _ in range(DEEPEST):
        inner = [one for one in level if isinstance(one, dict | list)]
        if not inner:
            return True
        level = [value for one in inner for value in (one.values() if isinstance(one, dict) else one)]
    return not any(isinstance(one, dict | list) for one in level)


JsonObject = Annotated[dict[str, Any], BeforeValidator(real_json)]
"""A whole request of which any field is taken."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Of a dict: it is one of these in our contract; a rule of its own decides which, and checks it."""

    kinds: tuple[type[BaseModel], ...]
    changes: bool = False
    """Whether it is merged into what is there, so that any part of it will do."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        shown = [handler(kind.__pydantic_core_schema__) for kind in self.kinds]
        if self.changes:
            shown = [
                {key: value for key, value in kind.items() if key != "required"}
                | {"title": f"{kind['title']}Update"}
                for kind in shown
            ]
        return shown[0] if len(shown) == 1 else {"anyOf": shown}


class VoiceDetectionOptions(Lenient):
    end_of_speech_sensitivity: Fraction | None = None
    """How soon a pause counts as the end of what the user says: 0 waits long, 1 hardly at all."""
    silence_before_skip_turn_seconds: Annotated[float, Field(ge=0, le=900)] | None = None
    """After so much silence the persona speaks again by herself; 0 never."""
    silence_before_session_end_seconds: Annotated[float, Field(ge=0, le=7200)] | None = None
    """After so much silence the session ends; 0 never."""
    silence_before_auto_end_turn_seconds: Annotated[float, Field(ge=0.5, le=10)] | None = None
    """After so much silence a turn ends, however unfinished it sounds."""
    speech_enhancement_level: Fraction | None = None
    """How strongly noise is taken out of what the microphone hears."""


class SessionReplay(Lenient):
    enable_session_replay: bool = True
    """Whether the session is recorded."""


class DirectorNotes(Lenient):
    preset_style: Literal["happy", "warm", "playful", "supportive", "sad", "angry", "distressed"] | None = (
        None
    )
    """Or else a style in your own words."""
    custom_style_prompt: Annotated[str, Field(max_length=2000)] | None = None
    expressivity: Fraction | None = None
    """From hardly any to a lot."""

    @model_validator(mode="after")
    def _one_style(self) -> DirectorNotes:
        if self.preset_style and self.custom_style_prompt:
            raise ValueError("give presetStyle or customStylePrompt, not both")
        return self
