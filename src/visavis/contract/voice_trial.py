"""A text spoken by one voice, to hear it: what the api asks an engine. It answers with a WAV file."""

from __future__ import annotations

from visavis.contract.frozen import Frozen
from visavis.contract.spec import VoiceSpec


class VoiceTrial(Frozen):
    voice: VoiceSpec
    text: str
