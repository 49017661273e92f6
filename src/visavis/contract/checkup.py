"""One real question to each provider of this server: whom the api has an engine ask, and what came of it."""

from __future__ import annotations

from typing import Literal

from visavis.contract.frozen import Frozen
from visavis.contract.spec import EarKeys, LlmSpec, VoiceSpec

Stage = Literal["hear", "think", "speak"]


class MindToAsk(Frozen):
    provider: str
    """For people."""
    llm: LlmSpec


class VoiceToAsk(Frozen):
    provider: str
    voice: VoiceSpec


class Checkup(Frozen):
    """Who listens, an engine knows by itself, but for the organization's own keys."""

    ear_keys: EarKeys = EarKeys()
    minds: tuple[MindToAsk, ...]
    voices: tuple[VoiceToAsk, ...]


class Finding(Frozen):
    """Holds no secret: where a vendor repeats the key, it is struck out."""

    stage: Stage
    provider: str
    first_s: float | None = None
    """To the first word (hear: from the end of the sound; think) or the first sound; None: it never came."""
    said: str = ""
    """What was understood, or answered."""
    error: str | None = None
    """The provider's own words. None: it works."""


class CheckedUp(Frozen):
    findings: tuple[Finding, ...]
