"""Hearing a voice say what somebody wrote: spoken by an engine, because engines speak in conversations."""

from __future__ import annotations

from visavis.contract.voice_trial import VoiceTrial
from visavis.services.errors import Busy, Unprocessable
from visavis.services.placement import NoEngine, Placement, VoiceRefused
from visavis.services.vendor_keys import access_of
from visavis.services.vendor_voices import as_heard, voice_spec
from visavis.services.voice_options import check_voice_speed
from visavis.services.voices import get_voice
from visavis.services.wing import ControlWing


async def spoken_by(
    wing: ControlWing,
    placement: Placement,
    organization_id: str,
    voice_id: str,
    text: str,
    speed: float | None,
    at_s: float,
) -> bytes:
    """A WAV file. Raises NotFound, Invalid, TooManyRequests, Busy; Unprocessable where the voice fails."""
    async with wing.database.transaction() as session:
        access = await access_of(wing, session, organization_id)
        voice = as_heard(await get_voice(session, organization_id, voice_id), access)
    check_voice_speed(voice.provider, speed, "voiceSpeed")
    wing.trials.spend(organization_id, "texts spoken to try a voice", at_s)
    spec = voice_spec(access, voice, voice.language, {}, speed)
    try:
        return await placement.try_voice(VoiceTrial(voice=spec, text=text))
    except VoiceRefused as refused:
        raise Unprocessable(str(refused)) from None
    except NoEngine as error:
        raise Busy("No engine is free to speak; try again in a moment") from error
