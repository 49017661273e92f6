"""Whom this server would ask in a conversation, and having an engine ask each of them one thing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.contract.checkup import Checkup, Finding, MindToAsk, VoiceToAsk
from visavis.contract.spec import LlmSpec, VoiceSpec
from visavis.services.default_llm import describe
from visavis.services.errors import Busy
from visavis.services.live_llms import usual_one
from visavis.services.local_voices import one_of_each_part
from visavis.services.model_lists import last_day_of
from visavis.services.placement import NoEngine, Placement
from visavis.services.vendor_access import VendorAccess
from visavis.services.vendor_keys import access_of, ear_keys
from visavis.services.vendor_voices import as_heard, voice_spec
from visavis.services.wing import ControlWing
from visavis.store.queries import usable
from visavis.store.tables import Voice
from visavis.voice_vendors import voice_vendors

EMBEDDED = {"flite": "slt", "espeak-ng": "en-us"}
"""Engines, and the voice of each that is asked."""
ALOUD = "OpenAI, a model that hears and speaks by itself"


@dataclass(frozen=True, slots=True)
class Checked:
    findings: Sequence[Finding]
    voiceless: Sequence[str]
    """Vendors for whose voices there is a key, and no voice of theirs yet."""
    llm_ends_on: str | None
    """The day on which the vendor ends the default LLM (ISO 8601); None: it names none."""


async def check_up(wing: ControlWing, placement: Placement, organization_id: str, at_s: float) -> Checked:
    """Raises TooManyRequests, Busy."""
    wing.trials.spend(organization_id, "tests of providers", at_s)
    async with wing.database.transaction() as session:
        access = await access_of(wing, session, organization_id)
        voices = await voices_of_vendors(session, access, organization_id)
    try:
        checked = await placement.check_up(whom_to_ask(access, wing.default_llm, voices))
    except NoEngine as error:
        raise Busy(f"The providers could not be asked: {error}") from error
    return Checked(checked.findings, voiceless(access, voices), await last_day_of(wing.default_llm))


def whom_to_ask(access: VendorAccess, default_llm: LlmSpec, voices: Sequence[Voice]) -> Checkup:
    """One voice of each vendor; `voices` as of `voices_of_vendors`."""
    embedded = (
        VoiceToAsk(provider=engine, voice=VoiceSpec(id="", display_name="", engine=engine, name=name))
        for engine, name in EMBEDDED.items()
    )
    of_pack = (
        VoiceToAsk(provider=name, voice=voice) for name, voice in one_of_each_part(access.settings).items()
    )
    of_vendors = (
        VoiceToAsk(
            provider=f"{vendor.name}, {voice.display_name}",
            voice=voice_spec(access, voice, voice.language, {}, None),
        )
        for vendor in voice_vendors().values()
        if access.at(vendor) and (voice := _first_of(voices, vendor.engine)) is not None
    )
    minds = [MindToAsk(provider=describe(default_llm), llm=default_llm)]
    if (live := usual_one(access)) is not None:
        minds.append(MindToAsk(provider=ALOUD, llm=live))
    return Checkup(ear_keys=ear_keys(access), minds=tuple(minds), voices=(*embedded, *of_pack, *of_vendors))


def voiceless(access: VendorAccess, voices: Sequence[Voice]) -> list[str]:
    return [
        vendor.name
        for vendor in voice_vendors().values()
        if access.at(vendor) and _first_of(voices, vendor.engine) is None
    ]


async def voices_of_vendors(
    session: AsyncSession, access: VendorAccess, organization_id: str | None = None
) -> Sequence[Voice]:
    """Those that vendors would speak for whoever has this access, the oldest first; with an organization
    those that it may use, else everybody's."""
    found = select(Voice).where(Voice.provider_voice_id.is_not(None)).order_by(Voice.created_at, Voice.id)
    if organization_id is not None:
        found = found.where(usable(Voice, organization_id))
    heard = [as_heard(voice, access) for voice in await session.scalars(found)]
    vendors = voice_vendors()
    return [voice for voice in heard if voice.engine in vendors and access.to(voice, vendors[voice.engine])]


def _first_of(voices: Iterable[Voice], engine: str) -> Voice | None:
    return next((voice for voice in voices if voice.engine == engine), None)
