"""The options that personas and sessions share. Public names are camelCase.

Where the contracts of April and July 2026 differ, a range is the union of both.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, StringConstraints, model_validator
from pydantic.alias_generators import to_camel
from pydantic_core import CoreSchema

Fraction = Annotated[float, Field(ge=0, le=1)]
Language = Annotated[str, StringConstraints(pattern=r"^(inherit|multi|[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2})$")]
"""ISO 639-1, with an optional region; "inherit" takes the organization's."""
SpokenLanguage = Annotated[str, StringConstraints(pattern=r"^(multi|[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2})$")]
"""The same where there is nothing to inherit from."""


ESCAPED_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
"""In JSON text; two backslashes before the u would be a backslash."""


class Lenient(BaseModel):
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
    """A whole request: all the way down, text is Unicode and numbers are finite, as in real JSON.

    Python's parser lets lone surrogates and NaN through, which neither a database nor an engine can take;
    nor can PostgreSQL take U+0000, which is real JSON.
    """

    @model_validator(mode="before")
    @classmethod
    def _real_json(cls, body: Any) -> Any:
        try:
            text = json.dumps(body, ensure_ascii=False, allow_nan=False, default=repr)
            text.encode()
        except UnicodeEncodeError:
            raise ValueError("the text is not valid Unicode") from None
        except ValueError:
            raise ValueError("NaN and Infinity are not numbers in JSON") from None
        if ESCAPED_NUL.search(text):
            raise ValueError("text cannot hold the character U+0000")
        return body


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
