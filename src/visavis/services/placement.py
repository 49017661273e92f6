"""Which engine gets a session: one small protocol; a pool of processes or a cluster can stand behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from visavis.contract.llm_trial import LlmTrial, LlmTried
from visavis.contract.spec import SessionSpec


class NoEngine(Exception):
    """No engine can take a session now."""


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
        ...
