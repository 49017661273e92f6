"""Which engine gets a session: one small protocol; a pool of processes or a cluster can stand behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from visavis.contract.checkup import CheckedUp, Checkup
from visavis.contract.llm_trial import LlmTrial, LlmTried
from visavis.contract.spec import SessionSpec
from visavis.contract.tools import ToolTrial, TriedTool
from visavis.contract.vitals import EngineVitals, LineAnswer, LineOffer
from visavis.contract.voice_trial import VoiceTrial


class NoEngine(Exception):
    """No engine can take a session now."""


class LineRefused(Exception):
    """An offer that cannot be answered; `str(error)` says why."""


class VoiceRefused(Exception):
    """A voice that does not speak; `str(error)` says why, in its provider's words."""


@dataclass(frozen=True)
class PlacedEngine:
    engine: str
    """Name of the engine that holds the session; part of its signalling path."""


class Placement(Protocol):
    @property
    def ready(self) -> bool:
        """True once a session could start."""
        ...

    async def place(self, spec: SessionSpec) -> PlacedEngine:
        """Hands the session to an engine. Raises NoEngine when none can take it."""
        ...

    async def end(self, session_id: str, reason: str) -> bool:
        """Ends a session with a word to its client first; False when no engine holds it."""
        ...

    async def try_llm(self, trial: LlmTrial) -> LlmTried:
        """Has an engine ask an LLM one thing. Raises NoEngine when none answers."""

    async def try_tool(self, trial: ToolTrial) -> TriedTool:
        """Has an engine call a webhook as it would in a session. Raises NoEngine when none answers."""
        ...

    async def check_line(self, offer: LineOffer) -> LineAnswer:
        """Has an engine answer an offer as it would in a session. Raises NoEngine, LineRefused."""
        ...

    async def check_up(self, checkup: Checkup) -> CheckedUp:
        """Has an engine ask each provider one thing. Raises NoEngine when none answers."""
        ...

    async def try_voice(self, trial: VoiceTrial) -> bytes:
        """Has an engine say a text, for a WAV file. Raises NoEngine, VoiceRefused."""
        ...

    async def vitals(self) -> list[EngineVitals]:
        """Of the engines that answer."""
        ...
