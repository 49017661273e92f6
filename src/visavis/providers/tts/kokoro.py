"""Kokoro: neural English voices on this machine, with the exact times of their phones. From `kokoro-onnx`.

It uses espeak-ng, which is GPL-3, so it runs in a process of its own; so does the work of a second a second.
"""

from __future__ import annotations

from visavis.contract.spec import VoiceSpec
from visavis.providers.tts.helper_voice import HelperVoice
from visavis.providers.workers.worker import shared

ENGINE = "kokoro"
MODULE = "visavis.providers.tts.kokoro_process"

ANSWER_PATIENCE_S = 60.0
"""An utterance is made whole before it is heard: 20 s of sound, at twice the time that a default may take."""


def synthesizer(voice: VoiceSpec) -> HelperVoice:
    """`voice.model` is the folder of the part, `voice.name` a voice of its `voices.bin` ("af_heart")."""
    return HelperVoice(
        ENGINE, shared(MODULE, voice.model, answer_patience_s=ANSWER_PATIENCE_S), (voice.name,), voice
    )
