"""Voices from a recording: made by a vendor where there is a key for one, else kept and stood in for.

    recording ──▶ vendor makes a voice ──▶ recording and row kept together
                        │                         └─ they cannot be: the vendor is asked to delete it again
                        └─ it refuses: nothing is kept, and its words are the answer

Whoever says that the speaker agrees is written down with the voice: who said so, when, and in which words.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from visavis.services import blob_keeping
from visavis.services.audio_files import check_audio
from visavis.services.errors import Invalid
from visavis.services.vendor_access import Access, VendorAccess, is_cloned
from visavis.services.vendor_keys import access_of
from visavis.services.vendor_voices import settle
from visavis.services.voice_cloning import Sample, VoiceMaker
from visavis.services.wing import ControlWing
from visavis.store.base import new_id, now
from visavis.store.blob_entries import BlobEntry
from visavis.store.queries import Caller
from visavis.store.tables import Voice
from visavis.voice_vendors import VoiceVendor, cloning_vendors, vendor_of

FAMILY_OF_STAND_INS = "FISH_AUDIO"
"""What the embedded voices take: speed and volume."""


@dataclass(frozen=True, slots=True)
class Recording:
    """What a voice is to be cloned from."""

    display_name: str
    description: str | None
    language: str
    enhance: bool
    provider: str | None = None
    """Who is to clone it; None: the first vendor that there is a key for."""
    consent: str | None = None
    """The words by which somebody said that the speaker agrees; None: nobody did."""


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a recording is kept, or will be."""

    key: str
    content: bytes
    content_type: str
    field: str
    """The one of the request that brought it."""
    lies_there: bool


async def clone_sent(wing: ControlWing, caller: Caller, recording: Recording, content: bytes) -> Voice:
    """From a recording in the request. Raises Invalid when it is none, and what a vendor's refusal is."""
    content_type = await asyncio.to_thread(check_audio, content, "audioFile")
    source = _Source(f"voices/{new_id()}", content, content_type, "audioFile", lies_there=False)
    return await _clone(wing, caller, recording, source)


async def clone_uploaded(wing: ControlWing, caller: Caller, recording: Recording, audio_key: str) -> Voice:
    """From a recording that was uploaded before. Raises Invalid when it was not, or is none, and what a
    vendor's refusal is: then it can be tried again with the same upload."""
    async with wing.database.transaction() as session:
        entry = await blob_keeping.uploaded(session, caller.organization_id, audio_key)
    if not await _has_arrived(wing, entry):
        raise Invalid("audioKey", "Nothing was uploaded under this key, or too long ago, or it is in use")
    content = await wing.blobs.read(audio_key)
    content_type = await asyncio.to_thread(check_audio, content, "audioKey")
    source = _Source(audio_key, content, content_type, "audioKey", lies_there=True)
    return await _clone(wing, caller, recording, source)


def cloned_by(voice: Voice) -> str | None:
    """The name of the vendor that made it of a recording; None: none did."""
    vendor = vendor_of(voice.provider)
    return vendor.name if vendor and is_cloned(voice) else None


def maker_of(vendor: VoiceVendor, let_in: Access | None) -> VoiceMaker | None:
    """None: it makes no voices, or there is no key for it."""
    return VoiceMaker(vendor, vendor.cloning, let_in) if vendor.cloning and let_in else None


async def _clone(wing: ControlWing, caller: Caller, recording: Recording, source: _Source) -> Voice:
    async with wing.database.transaction() as session:
        access = await access_of(wing, session, caller.organization_id)
    vendor = _vendor_for(access, recording.provider)
    let_in = access.at(vendor) if vendor else None
    maker = maker_of(vendor, let_in) if vendor else None
    made = await maker.make(_sample(recording, source)) if maker else None
    try:
        if not source.lies_there:
            await blob_keeping.store(
                wing, caller.organization_id, source.key, source.content, source.content_type
            )
        async with wing.database.transaction() as session:
            await blob_keeping.keep(session, source.key)
            voice = _voice(caller, recording, source.key, vendor, made)
            voice.in_own_account = made is not None and let_in is not None and let_in.is_own
            settle(voice, access)
            session.add(voice)
            await session.flush()
            return voice
    except BaseException:
        if maker and made:
            await asyncio.shield(maker.take_back(made))
        raise


def _voice(
    caller: Caller, recording: Recording, key: str, vendor: VoiceVendor | None, made: str | None
) -> Voice:
    voice = Voice(
        id=new_id(),
        organization_id=caller.organization_id,
        display_name=recording.display_name,
        description=recording.description,
        provider=vendor.provider if vendor else FAMILY_OF_STAND_INS,
        provider_voice_id=made,
        audio_key=key,
        enhance=recording.enhance,
        language=recording.language,
    )
    if recording.consent:
        voice.consent_words = recording.consent
        voice.consent_by, voice.consent_at = caller.api_key_id, now()
    return voice


def _vendor_for(access: VendorAccess, provider: str | None) -> VoiceVendor | None:
    """Who is to clone; the one that is named, with or without a key. Raises Invalid for one that does not."""
    if provider is None:
        return next((one for one in cloning_vendors() if access.at(one)), None)
    vendor = vendor_of(provider)
    if vendor is None or vendor.cloning is None:
        names = ", ".join(one.provider for one in cloning_vendors())
        raise Invalid("provider", f"{provider} makes no voices from recordings; these do: {names}")
    return vendor


def _sample(recording: Recording, source: _Source) -> Sample:
    return Sample(
        content=source.content,
        content_type=source.content_type,
        field=source.field,
        name=recording.display_name,
        description=recording.description or "",
        language=recording.language,
        enhance=recording.enhance,
    )


async def _has_arrived(wing: ControlWing, entry: BlobEntry | None) -> bool:
    return (
        entry is not None and entry.key.startswith("voices/") and await wing.blobs.size(entry.key) is not None
    )
