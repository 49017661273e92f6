"""What of a session may change while it runs: the engine, which knows no rules, asks the api, which does."""

from __future__ import annotations

from typing import Any

from visavis.contract.frozen import Frozen
from visavis.contract.spec import ListeningSpec, TuningSpec, VoiceSpec


class TuningRequest(Frozen):
    now: TuningSpec
    voice: VoiceSpec
    """As the session began with it: who stands in for whom in another language is found from there."""
    changes: dict[str, Any]
    """What the client sent: any of the fields, in part."""


class Changed(Frozen):
    before: Any = None
    after: Any = None


class Tuned(Frozen):
    """What to go on with. `changed` names each option that differs, by its path."""

    now: TuningSpec
    language: str
    voice: VoiceSpec
    listening: ListeningSpec
    changed: dict[str, Changed]
