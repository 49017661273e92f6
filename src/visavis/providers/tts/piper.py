"""Piper: small neural voices in many languages on this machine, with the times of their phones.

It is GPL-3: it runs in a process of its own, and nothing of it is linked into ours. From `piper-tts`.
"""

from __future__ import annotations

from visavis.contract.spec import VoiceSpec
from visavis.providers.tts.helper_voice import HelperVoice
from visavis.providers.workers.worker import shared

ENGINE = "piper"
MODULE = "visavis.providers.tts.piper_process"

ANSWER_PATIENCE_S = 60.0
"""An utterance is made whole before it is heard."""


def synthesizer(voice: VoiceSpec) -> HelperVoice:
    """`voice.model` is the folder of the part, which holds one voice."""
    return HelperVoice(
        ENGINE, shared(MODULE, voice.model, answer_patience_s=ANSWER_PATIENCE_S), (voice.name,), voice
    )
