"""Voices that vendors have: which of them this server lets speak, by the keys that its operator has for them.

A voice that is a vendor's by its id there is spoken by the vendor where there is a key, and by an embedded
stand-in, which says so, where there is none. What is decided stands in the row, and is settled anew at start.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, NamedTuple

from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.contract.spec import VoiceSpec
from visavis.installed import EMBEDDED_VOICES
from visavis.services.local_voices import LOCAL, default_pack_voice, give_to_pack
from visavis.services.package_voices import is_missing, is_of_package
from visavis.services.stand_ins import StandIn, stand_in
from visavis.services.voice_manner import manner, not_applied
from visavis.settings import Settings
from visavis.store.tables import Voice
from visavis.voice_vendors import VoiceVendor, vendor_of, voice_vendors

FROM_A_RECORDING = "the recording was kept but not cloned, because there was no key for a vendor that clones."
FROM_A_PROVIDER = "this server has no key for {provider}, so it stands in for {name}."
STANDING_BY = "{vendor} speaks, and it stands by."
PACK = "the default pack"


class Access(NamedTuple):
    """How the operator lets this server in at a vendor."""

    key: SecretStr | None
    base_url: str | None
    """None: the vendor's own."""


def access(settings: Settings, vendor: VoiceVendor) -> Access | None:
    """None: not at all."""
    key: SecretStr | None = getattr(settings, f"{vendor.settings}_api_key")
    url: str | None = getattr(settings, f"{vendor.settings}_voice_url")
    if key is None and url is None:
        return None
    if vendor.engine == "openai":  # the key is good where the LLM is, and must not go elsewhere unasked
        url = url or settings.openai_base_url
    return Access(key, url)


def vendors_at_hand(settings: Settings) -> list[str]:
    """Their names, for people."""
    return [vendor.name for vendor in voice_vendors().values() if access(settings, vendor)]


def settle(voice: Voice, settings: Settings) -> None:
    """What speaks for it, and why."""
    if is_of_package(voice):
        voice.engine_voice, voice.engine_note = voice.provider_voice_id or "", None
        return
    if give_to_vendor(voice, settings):
        return
    why = FROM_A_RECORDING
    if voice.audio_key is None or voice.provider_voice_id is not None:
        why = FROM_A_PROVIDER.format(provider=voice.provider, name=voice.display_name)
    found = stand_in(voice.language, voice.gender, voice.country, why)
    voice.engine, voice.engine_voice, voice.engine_note = found.engine, found.engine_voice, found.note
    give_to_pack(voice, settings)


def give_to_vendor(voice: Voice, settings: Settings) -> bool:
    """False where its vendor does not know it, or not us."""
    vendor = vendor_of(voice.provider)
    if vendor is None or not voice.provider_voice_id or access(settings, vendor) is None:
        return False
    voice.engine, voice.engine_voice, voice.engine_note = vendor.engine, voice.provider_voice_id, None
    return True


async def settle_all(session: AsyncSession, settings: Settings) -> int:
    """At start: those for whose vendor a key has come or gone, and how many; and those spoken here."""
    count = 0
    for vendor in voice_vendors().values():
        its_own = select(Voice).where(
            Voice.provider == vendor.provider,
            Voice.provider_voice_id.is_not(None),
            Voice.organization_id.is_not(None),
        )
        changed = Voice.engine != vendor.engine if access(settings, vendor) else Voice.engine == vendor.engine
        for voice in await session.scalars(its_own.where(changed)):
            settle(voice, settings)
            count += 1
    spoken_here = Voice.organization_id.is_not(None), Voice.engine.in_({*LOCAL, *EMBEDDED_VOICES})
    for voice in await session.scalars(select(Voice).where(*spoken_here)):
        settle(voice, settings)  # the default pack may be another
    return count


def without_effect(voice: Voice, options: Mapping[str, Any]) -> list[str]:
    """The names of the generation options among them that change nothing."""
    vendor = voice_vendors().get(voice.engine)
    if vendor is None:
        return [] if is_of_package(voice) else not_applied(options)
    given = [name for name, value in options.items() if value is not None]
    takes = vendor.about(vendor.model_of(voice.provider_model_id, given, options.get("model"))).takes
    return [name for name in given if name not in takes]


def voice_spec(
    settings: Settings,
    voice: Voice,
    language: str,
    options: Mapping[str, Any],
    voice_speed: float | None,
    *,
    keeps_nothing: bool = False,
) -> VoiceSpec:
    """`language`: what it is to speak. `keeps_nothing`: under zero data retention."""
    own = _spec(voice, voice.engine, voice.engine_voice, language)
    vendor = voice_vendors().get(voice.engine)
    let_in = access(settings, vendor) if vendor else None
    if voice.engine in LOCAL:
        found = stand_in(language, voice.gender, voice.country, STANDING_BY.format(vendor=PACK))
        return in_manner(_nearby(settings, voice, language, found), options, voice_speed)
    if vendor is None and not is_of_package(voice):
        return in_manner(own, options, voice_speed)
    whose = vendor.name if vendor else voice.engine
    found = stand_in(voice.language, voice.gender, voice.country, STANDING_BY.format(vendor=whose))
    standing_by = _nearby(settings, voice, language, found)
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


def _nearby(settings: Settings, voice: Voice, language: str, found: StandIn) -> VoiceSpec:
    """Who speaks for it on this machine: the default pack, if it knows the language, with the embedded voice
    that was found standing by; else that."""
    embedded = _spec(voice, found.engine, found.engine_voice, language)
    of_pack = default_pack_voice(settings, voice, language)
    return of_pack.model_copy(update={"stand_in": embedded}) if of_pack else embedded


def _spec(voice: Voice, engine: str, name: str, language: str) -> VoiceSpec:
    return VoiceSpec(
        id=voice.id, display_name=voice.display_name, engine=engine, name=name, language=language
    )
