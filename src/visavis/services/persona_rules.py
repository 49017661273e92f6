"""What must hold of a persona: its parts are there, go together, and are what its organization may use."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Set
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic.alias_generators import to_camel
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.contract.spec import LlmSpec
from visavis.services.avatar_models import SIZES, check_allowed, frame_size, model_for, models_of
from visavis.services.avatars import get_avatar
from visavis.services.errors import Invalid, NotFound
from visavis.services.ignored import ignore
from visavis.services.llms import get_llm
from visavis.services.vendor_voices import without_effect
from visavis.services.voice_options import NORMAL_SPEED, check_voice_options, check_voice_speed, takes_speed
from visavis.services.voices import get_voice
from visavis.services.zero_retention import check_zero_retention
from visavis.store.queries import Caller
from visavis.store.tables import Avatar, Llm, Persona, Voice

Part = TypeVar("Part")

ITS_FACE = {"avatar_id", "avatar_model", "video_width", "video_height"}
ITS_VOICE = {"voice_id", "voice_speed", "voice_generation_options"}
UNDER_ZERO_RETENTION = {"zero_data_retention", "voice_id", "llm_id", "enable_audio_passthrough"}
"""Fields that must go together: where one is named, all are looked at."""


@dataclass(frozen=True, slots=True)
class PersonaParts:
    """None: deleted since the persona was given it."""

    avatar: Avatar | None
    voice: Voice | None
    llm: Llm | None


async def settle(
    session: AsyncSession, caller: Caller, default_llm: LlmSpec, persona: Persona, columns: Mapping[str, Any]
) -> PersonaParts:
    """Gives the persona these columns, lets go of what does not go with them, and checks what comes of it.

    Raises Invalid, and Forbidden for what the organization may not use.
    """
    named = set(columns)
    changed = {name for name, value in columns.items() if getattr(persona, name) != value}
    for name, value in columns.items():
        setattr(persona, name, value)
    parts = await find_parts(session, caller.organization_id, persona, named)
    let_go(persona, parts, changed, named)
    check(persona, parts, caller, default_llm, named)
    return parts


async def find_parts(
    session: AsyncSession, organization_id: str, persona: Persona, named: Set[str]
) -> PersonaParts:
    """`named`: the fields of which the request speaks. Raises Invalid for a named part that is not there."""

    async def find(get: Callable[[AsyncSession, str, str], Awaitable[Part]], field: str) -> Part | None:
        id = getattr(persona, field)
        try:
            return await get(session, organization_id, id or "")
        except NotFound:
            if field not in named:
                return None
            raise Invalid(to_camel(field), f"There is no {field.removesuffix('_id')} {id}") from None

    return PersonaParts(
        await find(get_avatar, "avatar_id"), await find(get_voice, "voice_id"), await find(get_llm, "llm_id")
    )


def let_go(persona: Persona, parts: PersonaParts, changed: Set[str], named: Set[str]) -> None:
    """What a new avatar or voice cannot do goes back to its default, where the request does not insist."""
    if parts.avatar is not None and changed & ITS_FACE:
        models = models_of(parts.avatar.available_versions)
        if "avatar_id" in changed and "avatar_model" not in named and persona.avatar_model not in models:
            persona.avatar_model = None
        sizes = SIZES[model_for(persona.avatar_model, parts.avatar.active_version)]
        size = (persona.video_width, persona.video_height)
        if not named & {"video_width", "video_height"} and size not in sizes:
            persona.video_width = persona.video_height = None
    if parts.voice is not None and "voice_id" in changed:
        if "voice_generation_options" not in named:
            persona.voice_generation_options = None
        if "voice_speed" not in named and not takes_speed(parts.voice.provider, persona.voice_speed):
            persona.voice_speed = NORMAL_SPEED


def check(
    persona: Persona, parts: PersonaParts, caller: Caller, default_llm: LlmSpec, named: Set[str]
) -> None:
    """Raises Invalid, and Forbidden for a model that the organization may not use."""
    if parts.avatar is not None and named & ITS_FACE:
        _check_face(persona, parts.avatar, caller, named)
    if parts.voice is not None and named & ITS_VOICE:
        options = persona.voice_generation_options or {}
        check_voice_options(parts.voice.provider, options, "voiceGenerationOptions")
        check_voice_speed(parts.voice.provider, persona.voice_speed, "voiceSpeed")
        if "voice_generation_options" in named:
            ignore(f"voiceGenerationOptions.{name}" for name in without_effect(parts.voice, options))
    speaks = not persona.enable_audio_passthrough  # else nothing is sent to voice and LLM
    if persona.zero_data_retention and speaks and named & UNDER_ZERO_RETENTION:
        check_zero_retention(parts.voice, parts.llm, default_llm, "zeroDataRetention")
    if "max_session_length_seconds" in named:
        _check_length(persona.max_session_length_seconds, caller.max_session_seconds)


def _check_face(persona: Persona, avatar: Avatar, caller: Caller, named: Set[str]) -> None:
    if persona.avatar_model and persona.avatar_model not in models_of(avatar.available_versions):
        raise Invalid("avatarModel", f"{persona.avatar_model} is not supported by this avatar")
    model = model_for(persona.avatar_model, avatar.active_version)
    if persona.avatar_model and "avatar_model" in named:
        check_allowed(model, caller.avatar_models)
    frame_size(model, persona.video_width, persona.video_height, "videoWidth")


def _check_length(wanted_s: float | None, most_s: float | None) -> None:
    if wanted_s is not None and most_s is not None and wanted_s > most_s:
        raise Invalid(
            "maxSessionLengthSeconds", f"Sessions of this organization last {most_s:g} s at most", "too_big"
        )
