"""Voices: those of this server, those that providers have, and those cloned from a recording.

What nobody here can speak is stored all the same, and an embedded voice stands in for it and says so.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.services import blob_keeping
from visavis.services.audio_files import check_audio
from visavis.services.errors import Forbidden, Invalid, NotFound
from visavis.services.package_voices import check_engine
from visavis.services.paging import Page, PageRequest, fetch_page
from visavis.services.vendor_voices import settle
from visavis.services.wing import ControlWing
from visavis.settings import Settings
from visavis.store.base import new_id
from visavis.store.blob_entries import BlobEntry
from visavis.store.queries import usable
from visavis.store.tables import Voice

FAMILY_OF_CLONES = "FISH_AUDIO"
"""What the embedded stand-ins take: speed and volume."""


@dataclass(frozen=True, slots=True)
class Recording:
    """What a voice is to be cloned from."""

    display_name: str
    description: str | None
    language: str
    enhance: bool


async def list_voices(
    session: AsyncSession, organization_id: str, request: PageRequest, *, search: str | None = None
) -> Page[Voice]:
    """An organization's own first, then stock."""
    statement = (
        select(Voice)
        .where(usable(Voice, organization_id))
        .order_by(Voice.organization_id.is_(None), Voice.created_at, Voice.id)
    )
    if search:
        named = Voice.display_name.icontains(search, autoescape=True)
        statement = statement.where(or_(named, Voice.description.icontains(search, autoescape=True)))
    return await fetch_page(session, statement, request)


async def get_voice(session: AsyncSession, organization_id: str, voice_id: str) -> Voice:
    voice = await session.get(Voice, voice_id)
    if voice is None or voice.organization_id not in (None, organization_id):
        raise NotFound("Voice not found")
    return voice


async def announce_recording(wing: ControlWing, organization_id: str, content_type: str, size: int) -> str:
    """Makes room for an upload; gives its key."""
    key = f"voices/{new_id()}"
    await blob_keeping.expect(wing, organization_id, key, content_type, largest=size)
    return key


async def clone_sent(wing: ControlWing, organization_id: str, recording: Recording, content: bytes) -> Voice:
    """From a recording in the request. Raises Invalid when it is none."""
    content_type = await asyncio.to_thread(check_audio, content, "audioFile")
    key = f"voices/{new_id()}"
    await blob_keeping.store(wing, organization_id, key, content, content_type)
    async with wing.database.transaction() as session:
        return await _clone(session, wing.settings, organization_id, recording, key)


async def clone_uploaded(
    wing: ControlWing, organization_id: str, recording: Recording, audio_key: str
) -> Voice:
    """From a recording that was uploaded before. Raises Invalid when it was not, or is none."""
    async with wing.database.transaction() as session:
        entry = await blob_keeping.uploaded(session, organization_id, audio_key)
    if not await _has_arrived(wing, entry):
        raise Invalid("audioKey", "Nothing was uploaded under this key, or too long ago, or it is in use")
    await asyncio.to_thread(check_audio, await wing.blobs.read(audio_key), "audioKey")
    async with wing.database.transaction() as session:
        return await _clone(session, wing.settings, organization_id, recording, audio_key)


async def import_voice(
    session: AsyncSession, settings: Settings, organization_id: str, fields: dict[str, Any]
) -> Voice:
    """A provider's voice, by the provider's id, or one of a package's engine. `fields` as in the table.

    Raises Invalid for an engine that no package brings.
    """
    if fields.get("engine"):
        check_engine(fields["engine"])
    voice = Voice(id=new_id(), organization_id=organization_id, **fields)
    voice.language = "en"
    settle(voice, settings)
    session.add(voice)
    await session.flush()
    return voice


async def update_voice(
    session: AsyncSession, settings: Settings, organization_id: str, voice_id: str, changes: dict[str, Any]
) -> Voice:
    """Raises NotFound, and Forbidden for stock voices."""
    voice = await _own(session, organization_id, voice_id)
    for name, value in changes.items():
        setattr(voice, name, value)
    settle(voice, settings)
    await session.flush()
    return voice


async def delete_voice(wing: ControlWing, organization_id: str, voice_id: str) -> None:
    """With its recording. Raises NotFound, and Forbidden for stock voices."""
    async with wing.database.transaction() as session:
        voice = await _own(session, organization_id, voice_id)
        if voice.audio_key:
            await blob_keeping.drop(session, voice.audio_key)
        await session.delete(voice)
    await blob_keeping.sweep(wing)


async def _clone(
    session: AsyncSession, settings: Settings, organization_id: str, recording: Recording, key: str
) -> Voice:
    await blob_keeping.keep(session, key)
    voice = Voice(
        id=new_id(),
        organization_id=organization_id,
        display_name=recording.display_name,
        description=recording.description,
        provider=FAMILY_OF_CLONES,
        audio_key=key,
        enhance=recording.enhance,
        language=recording.language,
    )
    settle(voice, settings)
    session.add(voice)
    await session.flush()
    return voice


async def _has_arrived(wing: ControlWing, entry: BlobEntry | None) -> bool:
    return (
        entry is not None and entry.key.startswith("voices/") and await wing.blobs.size(entry.key) is not None
    )


async def _own(session: AsyncSession, organization_id: str, voice_id: str) -> Voice:
    voice = await get_voice(session, organization_id, voice_id)
    if voice.organization_id is None:
        raise Forbidden("This voice belongs to the server and cannot be changed; create one of your own")
    return voice
