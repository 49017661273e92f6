"""Voices: those of this server, those that providers have, and those from a recording (`cloned_voices`).

What nobody here can speak is stored all the same, and an embedded voice stands in for it and says so.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.services import blob_keeping
from visavis.services.cloned_voices import maker_of
from visavis.services.errors import Forbidden, Invalid, NotFound
from visavis.services.jobs import forget_jobs
from visavis.services.package_voices import check_engine
from visavis.services.paging import Page, PageRequest, fetch_page
from visavis.services.vendor_access import is_cloned
from visavis.services.vendor_keys import access_of
from visavis.services.vendor_voices import settle
from visavis.services.voice_samples import wish_samples
from visavis.services.wing import ControlWing
from visavis.store.base import new_id
from visavis.store.queries import usable
from visavis.store.tables import Voice
from visavis.voice_vendors import vendor_of


class Left(NamedTuple):
    """What of a deleted voice is still elsewhere, because there is no key to delete it there."""

    vendor: str
    """Its name, for people."""
    voice_id: str
    """There."""


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


async def import_voice(wing: ControlWing, organization_id: str, fields: dict[str, Any]) -> Voice:
    """A provider's voice, by the provider's id, or one of a package's engine. `fields` as in the table.

    Raises Invalid for an engine that no package brings, for a voice that the provider says it does not have,
    and for one that another organization cloned: those without a key of their own share the operator's there.
    """
    provider, voice_id = fields["provider"], fields["provider_voice_id"]
    if engine := fields.get("engine"):
        check_engine(engine)
    async with wing.database.transaction() as session:
        access = await access_of(wing, session, organization_id)
    vendor = vendor_of(provider)
    maker = maker_of(vendor, access.at(vendor)) if vendor and not engine else None
    if maker and await maker.lacks(voice_id):
        raise Invalid("providerVoiceId", f"{maker.name} has no voice of this id")
    async with wing.database.transaction() as session:
        if await _is_anothers(session, organization_id, provider, voice_id):
            raise Invalid("providerVoiceId", "This voice was cloned by somebody else and cannot be imported")
        voice = Voice(id=new_id(), organization_id=organization_id, **fields)
        voice.language = "en"
        settle(voice, access)
        session.add(voice)
        await session.flush()
        wish_samples(session, [voice])
    wing.jobs_added.ring()
    return voice


async def update_voice(
    wing: ControlWing, organization_id: str, voice_id: str, changes: dict[str, Any]
) -> Voice:
    """Raises NotFound, and Forbidden for stock voices."""
    async with wing.database.transaction() as session:
        voice = await _own(session, organization_id, voice_id)
        for name, value in changes.items():
            setattr(voice, name, value)
        settle(voice, await access_of(wing, session, organization_id))
        await session.flush()
        return voice


async def delete_voice(wing: ControlWing, organization_id: str, voice_id: str) -> Left | None:
    """With its recording, and at the vendor first that made it; what that one keeps for want of a key.

    Raises NotFound, Forbidden for stock voices, and what the vendor's refusal is: then the voice stays.
    """
    async with wing.database.transaction() as session:
        voice = await _own(session, organization_id, voice_id)
    left = await _delete_at_vendor(wing, voice) if is_cloned(voice) else None
    async with wing.database.transaction() as session:
        voice = await _own(session, organization_id, voice_id)
        await blob_keeping.drop(session, *(key for key in (voice.audio_key, voice.sample_key) if key))
        await forget_jobs(session, voice.id)
        await session.delete(voice)
    await blob_keeping.sweep(wing)
    return left


async def _is_anothers(session: AsyncSession, organization_id: str, provider: str, voice_id: str) -> bool:
    cloned = select(Voice.id).where(
        Voice.provider == provider,
        Voice.provider_voice_id == voice_id,
        Voice.audio_key.is_not(None),
        Voice.organization_id != organization_id,
    )
    return await session.scalar(cloned.limit(1)) is not None


async def _delete_at_vendor(wing: ControlWing, voice: Voice) -> Left | None:
    vendor = vendor_of(voice.provider)
    if vendor is None or voice.provider_voice_id is None:
        return None
    async with wing.database.transaction() as session:
        access = await access_of(wing, session, voice.organization_id or "")
    maker = maker_of(vendor, access.to(voice, vendor))
    if maker is None:
        return Left(vendor.name, voice.provider_voice_id)
    await maker.delete(voice.provider_voice_id)
    return None


async def _own(session: AsyncSession, organization_id: str, voice_id: str) -> Voice:
    voice = await get_voice(session, organization_id, voice_id)
    if voice.organization_id is None:
        raise Forbidden("This voice belongs to the server and cannot be changed; create one of your own")
    return voice
