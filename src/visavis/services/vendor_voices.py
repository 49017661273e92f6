"""Voices that vendors have: which of them speak, by the keys of an organization and of the operator.

A voice that is a vendor's by its id there is spoken by the vendor where there is a key, and by an embedded
stand-in, which says so, where there is none. What is decided stands in the row, and is settled anew at start
and whenever the organization's own keys change. Rows of the server itself tell of the operator's keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Select, inspect, select
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.contract.spec import VoiceSpec
from visavis.installed import EMBEDDED_VOICES
from visavis.services.local_voices import LOCAL, default_pack_voice, give_to_pack
from visavis.services.package_voices import is_missing, is_of_package
from visavis.services.stand_ins import StandIn, stand_in
from visavis.services.vendor_access import VendorAccess
from visavis.services.voice_manner import manner, not_applied
from visavis.settings import Settings
from visavis.store.tables import Voice
from visavis.voice_vendors import VoiceVendor, vendor_of, voice_vendors

FROM_A_RECORDING = "the recording was kept but not cloned, because there was no key for a vendor that clones."
FROM_AN_ACCOUNT = (
    "it was cloned on an account of yours there, and there is no key for it any more: set it again."
)
FROM_A_PROVIDER = "this server has no key for {provider}, so it stands in for {name}."
STANDING_BY = "{vendor} speaks, and it stands by."
PACK = "the default pack"


def settle(voice: Voice, access: VendorAccess) -> None:
    """What speaks for it, and why. `access`: of its organization."""
    if is_of_package(voice):
        voice.engine_voice, voice.engine_note = voice.provider_voice_id or "", None
        return
    if give_to_vendor(voice, access):
        return
    why = FROM_A_RECORDING
    if voice.audio_key is None or voice.provider_voice_id is not None:
        why = FROM_A_PROVIDER.format(provider=voice.provider, name=voice.display_name)
    if voice.in_own_account:
        why = FROM_AN_ACCOUNT
    found = stand_in(voice.language, voice.gender, voice.country, why)
    voice.engine, voice.engine_voice, voice.engine_note = found.engine, found.engine_voice, found.note
    give_to_pack(voice, access.settings)


def give_to_vendor(voice: Voice, access: VendorAccess) -> bool:
    """False where its vendor does not know it, or not us."""
    vendor = vendor_of(voice.provider)
    if vendor is None or not voice.provider_voice_id or access.to(voice, vendor) is None:
        return False
    voice.engine, voice.engine_voice, voice.engine_note = vendor.engine, voice.provider_voice_id, None
    return True


def as_heard(voice: Voice, access: VendorAccess) -> Voice:
    """As the organization hears it: where its own key has a vendor speak for a voice of the server, a copy
    that no database session knows."""
    if voice.organization_id is not None or not access.own_keys:
        return voice
    copy = Voice(**{column.key: getattr(voice, column.key) for column in inspect(Voice).column_attrs})
    return copy if give_to_vendor(copy, access) else voice


async def settle_all(
    session: AsyncSession, operators: VendorAccess, own_access: Mapping[str, VendorAccess]
) -> list[Voice]:
    """At start: those for whose vendor a key has come or gone, which are given back; and those spoken here.

    `own_access`: of organizations that have keys of their own, by id.
    """
    changed = []
    for vendor in voice_vendors().values():
        for voice in await session.scalars(_known_to(vendor).where(Voice.organization_id.is_not(None))):
            access = own_access.get(voice.organization_id or "", operators)
            if (access.to(voice, vendor) is None) == (voice.engine == vendor.engine):
                settle(voice, access)
                changed.append(voice)
    spoken_here = Voice.organization_id.is_not(None), Voice.engine.in_({*LOCAL, *EMBEDDED_VOICES})
    for voice in await session.scalars(select(Voice).where(*spoken_here)):
        # the default pack may be another
        settle(voice, own_access.get(voice.organization_id or "", operators))
    return changed


async def settle_those_of(
    session: AsyncSession, access: VendorAccess, organization_id: str, vendor: VoiceVendor
) -> list[Voice]:
    """When an organization's own key for their vendor has come, changed or gone."""
    theirs = await session.scalars(_known_to(vendor).where(Voice.organization_id == organization_id))
    voices = list(theirs)
    for voice in voices:
        settle(voice, access)
    return voices


def _known_to(vendor: VoiceVendor) -> Select[Voice]:
    return select(Voice).where(Voice.provider == vendor.provider, Voice.provider_voice_id.is_not(None))


def without_effect(voice: Voice, options: Mapping[str, Any]) -> list[str]:
    """The names of the generation options among them that change nothing."""
    vendor = voice_vendors().get(voice.engine)
    if vendor is None:
        return [] if is_of_package(voice) else not_applied(options)
    given = [name for name, value in options.items() if value is not None]
    takes = vendor.about(vendor.model_of(voice.provider_model_id, given, options.get("model"))).takes
    return [name for name in given if name not in takes]


def voice_spec(
    access: VendorAccess,
    voice: Voice,
    language: str,
    options: Mapping[str, Any],
    voice_speed: float | None,
    *,
    keeps_nothing: bool = False,
) -> VoiceSpec:
    """`access`: of the organization that is to hear it. `language`: what it is to speak. `keeps_nothing`:
    under zero data retention."""
    own = VoiceSpec(
        id=voice.id,
        display_name=voice.display_name,
        engine=voice.engine,
        name=voice.engine_voice,
        language=language,
        gender=voice.gender,
        country=voice.country,
    )
    vendor = voice_vendors().get(voice.engine)
    let_in = access.to(voice, vendor) if vendor else None
    if voice.engine in LOCAL:
        return in_manner(_local(access.settings, own, language), options, voice_speed)
    if vendor is None and not is_of_package(voice):
        return in_manner(own, options, voice_speed)
    whose = vendor.name if vendor else voice.engine
    found = stand_in(voice.language, voice.gender, voice.country, STANDING_BY.format(vendor=whose))
    embedded = _spoken_by(own, found)
    standing_by = _nearby(access.settings, embedded, language)
    if is_missing(voice) or (vendor and let_in is None):
        return in_manner(standing_by, options, voice_speed)
    reached = {"base_url": let_in.base_url, "api_key": let_in.key} if let_in else {}
    spoken_there = own.model_copy(
        update={
            "model": voice.provider_model_id or "",
            "keeps_nothing": keeps_nothing,
            "stand_in": standing_by,
            **reached,
        }
    )
    return in_manner(spoken_there, options, voice_speed)


def in_manner(spec: VoiceSpec, options: Mapping[str, Any], voice_speed: float | None) -> VoiceSpec:
    """The same voice by these public options: a vendor's takes them as they are, others as they can."""
    changes: dict[str, Any] = asdict(manner(options, voice_speed))
    if spec.stand_in is not None:
        changes["stand_in"] = in_manner(spec.stand_in, options, voice_speed)
        changes["options"] = _with_speed(options, voice_speed)
    return spec.model_copy(update=changes)


def _with_speed(options: Mapping[str, Any], voice_speed: float | None) -> dict[str, Any]:
    kept = {name: value for name, value in options.items() if value is not None}
    if voice_speed not in (None, 1.0):
        kept["speed"] = voice_speed * kept.get("speed", 1.0)
    return kept


def in_language(settings: Settings, spec: VoiceSpec, language: str) -> VoiceSpec:
    """What `voice_spec` made, for a session that goes on in another language."""
    if spec.engine in LOCAL:
        return _local(settings, spec, language)
    return spec.model_copy(
        update={
            "language": language,
            "stand_in": spec.stand_in and _nearby(settings, _last_of(spec.stand_in), language),
        }
    )


def _local(settings: Settings, voice: VoiceSpec, language: str) -> VoiceSpec:
    """For one of the default pack: an embedded one of the language, where the pack does not know it."""
    found = stand_in(language, voice.gender, voice.country, STANDING_BY.format(vendor=PACK))
    return _nearby(settings, _spoken_by(voice, found), language)


def _nearby(settings: Settings, embedded: VoiceSpec, language: str) -> VoiceSpec:
    """Who speaks on this machine: the default pack, if it knows the language, and the embedded voice stands
    by; else that."""
    embedded = embedded.model_copy(update={"language": language})
    of_pack = default_pack_voice(settings, embedded, language)
    return of_pack.model_copy(update={"stand_in": embedded}) if of_pack else embedded


def _spoken_by(voice: VoiceSpec, found: StandIn) -> VoiceSpec:
    plain = {"engine": found.engine, "name": found.engine_voice, "model": "", "stand_in": None}
    return voice.model_copy(update=plain)


def _last_of(spec: VoiceSpec) -> VoiceSpec:
    while spec.stand_in is not None:
        spec = spec.stand_in
    return spec
