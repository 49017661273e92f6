"""espeak-ng: small, fast, a hundred languages, of modest beauty. From the package `espeakng-loader`.

It is GPL-3: it runs in a process of its own, and nothing of it is linked into ours.
"""

from __future__ import annotations

from visavis.contract.spec import VoiceSpec
from visavis.providers.tts.helper_voice import HelperVoice
from visavis.providers.workers.worker import shared

ENGINE = "espeak-ng"

DEFAULT = "en-us"

_NAMES = {
    "en": "en-us",
    "zh": "cmn",
    "zh-cn": "cmn",
    "zh-tw": "cmn",
    "zh-hk": "yue",
    "iw": "he",
}
"""Language codes that espeak-ng knows under another name, or that mean another accent than we want."""


def synthesizer(voice: VoiceSpec) -> HelperVoice:
    """`voice.name` is one of espeak-ng's ("en-us+f3", "de"), or "+variant" of `voice.language`, or empty."""
    return HelperVoice(ENGINE, shared("visavis.providers.tts.espeak_process"), candidates(voice), voice)


def candidates(voice: VoiceSpec) -> tuple[str, ...]:
    """Names to try in turn, from exactly what was asked to plain English."""
    name, plus, variant = voice.name.lower().partition("+")
    asked = name or voice.language.lower() or DEFAULT
    codes = (asked, voice.language.lower(), voice.language.lower().split("-")[0], DEFAULT)
    known = dict.fromkeys(_NAMES.get(code, code) for code in codes if code)
    return tuple(code + plus + variant for code in known)
