"""A session request that names a stored persona, with all that the persona brings."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from visavis.services.errors import Invalid
from visavis.services.options import SessionReplay
from visavis.services.persona_fields import LISTS, Fields, copy_with, made_of
from visavis.services.session_request import PersonaConfig, SessionOptions
from visavis.store.queries import Caller
from visavis.store.tables import Persona, PersonaDraft


async def with_stored(
    session: AsyncSession, caller: Caller, asked: PersonaConfig, options: SessionOptions
) -> tuple[PersonaConfig, SessionOptions]:
    """`asked` has a `persona_id`. Raises Invalid when there is no such persona."""
    stored = await session.get(Persona, asked.persona_id)
    if stored is None or stored.organization_id not in (None, caller.organization_id):
        raise Invalid("personaConfig.personaId", f"There is no persona {asked.persona_id}")
    made = await made_of(session, stored)
    if asked.draft:
        draft = await session.get(PersonaDraft, stored.id)
        made |= draft.fields if draft else {}
        stored = copy_with(stored, made)
    return _config(stored, made, asked), _options(stored, options)


def _config(stored: Persona, made: Fields, asked: PersonaConfig) -> PersonaConfig:
    """Of what stands beside the persona's id in a request only two things count."""
    length_s = asked.max_session_length_seconds or stored.max_session_length_seconds
    settled = {
        "persona_id": stored.id,
        "max_session_length_seconds": length_s,
        "enable_audio_passthrough": stored.enable_audio_passthrough or asked.enable_audio_passthrough,
    }
    kept = {name: getattr(stored, name) for name in PersonaConfig.model_fields if hasattr(stored, name)}
    return PersonaConfig.model_validate(kept | {name: made[name] for name in LISTS} | settled)


def _options(stored: Persona, asked: SessionOptions) -> SessionOptions:
    """What the request asks for, and else what the persona brings. A size comes whole from one of them."""
    kept: dict[str, Any] = {}
    if asked.video_width is None and asked.video_height is None:
        kept |= {"video_width": stored.video_width, "video_height": stored.video_height}
    if asked.video_quality is None:
        kept["video_quality"] = stored.video_quality
    if asked.session_replay is None and stored.session_replay is not None:
        kept["session_replay"] = SessionReplay.model_validate(stored.session_replay)
    return asked.model_copy(update=kept)
