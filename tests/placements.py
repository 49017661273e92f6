"""A placement without engines: real ones are processes with media, and have tests of their own."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from visavis.contract.checkup import CheckedUp, Checkup
from visavis.contract.llm_trial import LlmTrial, LlmTried
from visavis.contract.spec import SessionSpec
from visavis.contract.tools import ToolTrial, TriedTool
from visavis.contract.vitals import EngineVitals, LineAnswer, LineOffer, Part
from visavis.contract.voice_trial import VoiceTrial
from visavis.engine.checkup import examine_mind, examine_voice
from visavis.engine.line_check import LineChecks
from visavis.engine.llm_trial import try_llm
from visavis.engine.tools.trial import try_tool
from visavis.engine.voice_trial import VoiceFailed, try_voice
from visavis.media.ice import IceOptions
from visavis.media.offer import BadOffer
from visavis.services.placement import LineRefused, NoEngine, PlacedEngine, VoiceRefused

VITALS = EngineVitals(
    engine="engine-1",
    sessions=1,
    capacity=8,
    draining=False,
    renderer="compiled",
    picture_ms=4.25,
    lip_model=None,
    lip_model_runs_on=None,
    parts=(Part(stage="speak", name="Flite"), Part(stage="line", name="aiortc", version="1.16.0")),
)


@dataclass
class ScriptedPlacement:
    """Takes every session until told otherwise, and remembers what it was asked."""

    ready: bool = True
    engine: str = "engine-1"
    refuses: bool = False
    breaks: bool = False
    holds: bool = True
    """Whether it still has the sessions that are to be ended."""
    gate: asyncio.Event | None = None
    """When set, placing waits for it."""
    waiting: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once somebody waits at the gate."""
    checks: LineChecks = field(default_factory=lambda: LineChecks(IceOptions()))
    placed: list[SessionSpec] = field(default_factory=list)
    ended: list[tuple[str, str]] = field(default_factory=list)
    tried: list[LlmTrial] = field(default_factory=list)
    trial_patience_s: float = 5.0

    async def place(self, spec: SessionSpec) -> PlacedEngine:
        if self.gate is not None:
            self.waiting.set()
            await self.gate.wait()
        if self.refuses:
            raise NoEngine("all engines are full")
        if self.breaks:
            raise RuntimeError("the placement is broken")
        self.placed.append(spec)
        return PlacedEngine(self.engine)

    async def try_tool(self, trial: ToolTrial) -> TriedTool:
        """As an engine does."""
        if self.refuses:
            raise NoEngine("no engine is running")
        return await try_tool(trial, asyncio.get_running_loop().time)

    async def check_line(self, offer: LineOffer) -> LineAnswer:
        """As an engine does."""
        if self.refuses:
            raise NoEngine("no engine is running")
        try:
            return await self.checks.answer(offer.sdp)
        except BadOffer as error:
            raise LineRefused(str(error)) from None

    async def check_up(self, checkup: Checkup) -> CheckedUp:
        """As an engine does, but for the ears, which listen in real time."""
        if self.refuses:
            raise NoEngine("no engine is running")
        minds = [await examine_mind(one.provider, one.llm) for one in checkup.minds]
        voices = [await examine_voice(one.provider, one.voice) for one in checkup.voices]
        return CheckedUp(findings=(*minds, *voices))

    async def try_voice(self, trial: VoiceTrial) -> bytes:
        """As an engine does."""
        if self.refuses:
            raise NoEngine("no engine is running")
        try:
            return await try_voice(trial)
        except VoiceFailed as failure:
            raise VoiceRefused(str(failure)) from None

    async def vitals(self) -> list[EngineVitals]:
        return [] if self.refuses else [VITALS]

    async def end(self, session_id: str, reason: str) -> bool:
        self.ended.append((session_id, reason))
        return self.holds

    async def try_llm(self, trial: LlmTrial) -> LlmTried:
        """As an engine does: what is tried is a real line to a real model."""
        if self.refuses:
            raise NoEngine("no engine is running")
        self.tried.append(trial)
        return await try_llm(trial, self.trial_patience_s)
