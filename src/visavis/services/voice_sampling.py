"""The job that finds out what an imported voice sounds like, so that it can be heard where it is chosen.

    its vendor shows a preview ──▶ that is fetched and kept
                  └─ none that can be had ──▶ an engine has the voice say one sentence, and that is kept

Once for each voice: whoever owns the key pays for the sentence.
"""

from __future__ import annotations

import asyncio

from sqlalchemy.ext.asyncio import AsyncSession

from visavis.contract.voice_trial import VoiceTrial
from visavis.services import blob_keeping
from visavis.services.audio_files import LARGEST_FORM_BYTES, check_audio
from visavis.services.cloned_voices import maker_of
from visavis.services.errors import Invalid
from visavis.services.jobs import JobFailed, Task
from visavis.services.placement import Placement, VoiceRefused
from visavis.services.vendor_access import VendorAccess
from visavis.services.vendor_keys import access_of
from visavis.services.vendor_voices import voice_spec
from visavis.services.voice_samples import lacks_sample
from visavis.services.wing import ControlWing
from visavis.store.base import new_id
from visavis.store.tables import Voice
from visavis.voice_vendors import voice_vendors

SENTENCE = "Hello. This is how I sound when I have something to tell you."


class VoiceSampling:
    def __init__(self, placement: Placement) -> None:
        self._placement = placement

    async def work(self, wing: ControlWing, task: Task) -> None:
        async with wing.database.transaction() as session:
            voice = await session.get(Voice, task.subject_id)
            access = await access_of(wing, session, task.organization_id)
        if voice is None or not lacks_sample(voice):
            return
        found = await _preview(wing, voice, access)
        await _keep(wing, voice, found or await self._spoken(voice, access))

    async def give_up(self, session: AsyncSession, subject_id: str, reason: str) -> None:
        """It then has no sample."""

    async def _spoken(self, voice: Voice, access: VendorAccess) -> bytes:
        spec = voice_spec(access, voice, voice.language, {}, None)
        if spec.engine != voice.engine:
            raise JobFailed("There is no key any more for its vendor.")
        try:
            return await self._placement.try_voice(VoiceTrial(voice=spec, text=SENTENCE))
        except VoiceRefused as refused:
            raise JobFailed(str(refused)) from None


async def _preview(wing: ControlWing, voice: Voice, access: VendorAccess) -> bytes | None:
    """None: the vendor shows none, or none that can be had."""
    vendor = voice_vendors()[voice.engine]
    maker = maker_of(vendor, access.to(voice, vendor))
    url = await maker.preview_of(voice.provider_voice_id or "") if maker else None
    if url is None:
        return None
    try:
        fetched = await wing.outgoing.fetch(url, "sample", largest=LARGEST_FORM_BYTES)
        await asyncio.to_thread(check_audio, fetched.content, "sample")
    except Invalid:
        return None
    return fetched.content


async def _keep(wing: ControlWing, voice: Voice, sound: bytes) -> None:
    key, owner = f"voices/{new_id()}", voice.organization_id or ""
    content_type = await asyncio.to_thread(check_audio, sound, "sample")
    await blob_keeping.store(wing, owner, key, sound, content_type)
    async with wing.database.transaction() as session:
        row = await session.get(Voice, voice.id, with_for_update=True)
        if row is not None and row.sample_key is None:  # else it was deleted meanwhile: the bytes are swept
            await blob_keeping.keep(session, key)
            row.sample_key = key
