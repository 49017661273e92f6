"""flite: three English voices of good intelligibility, without a network. Needs Debian's `libflite1`."""

from __future__ import annotations

import logging
from functools import cache

from visavis.contract.spec import VoiceSpec
from visavis.installed import has_flite
from visavis.providers.tts import espeak_ng
from visavis.providers.tts.helper_voice import HelperVoice
from visavis.providers.workers.worker import shared

log = logging.getLogger(__name__)

ENGINE = "flite"

STAND_INS = {"slt": "+f3", "rms": "+m3", "awb": "en-gb-scotland"}
"""flite's voices, and the espeak-ng voice (or "+variant" of a language) that stands in for each."""


def synthesizer(voice: VoiceSpec) -> HelperVoice:
    """The voice "slt", "rms" or "awb"; espeak-ng where flite is not installed, or for another language."""
    name = voice.name if voice.name in STAND_INS else "slt"
    english = voice.language.lower().split("-")[0] in ("en", "")
    if has_flite() and english:
        return HelperVoice(ENGINE, shared("visavis.providers.tts.flite_process"), (name,), voice)
    if english:
        _say_once("libflite is not installed: espeak-ng speaks for flite's voices (apt install libflite1)")
        stand_in = STAND_INS[name]
    else:
        _say_once(f"flite speaks English only: espeak-ng speaks {voice.language}")
        stand_in = STAND_INS[name] if STAND_INS[name].startswith("+") else "+m3"
    return espeak_ng.synthesizer(voice.model_copy(update={"engine": espeak_ng.ENGINE, "name": stand_in}))


@cache
def _say_once(sentence: str) -> None:
    log.warning(sentence)
