"""A placement without engines: real ones are processes with media, and have tests of their own."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from visavis.contract.spec import SessionSpec
from visavis.contract.tools import ToolTrial, TriedTool
from visavis.engine.tools.trial import try_tool
from visavis.services.placement import NoEngine, PlacedEngine


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
    placed: list[SessionSpec] = field(default_factory=list)
    ended: list[tuple[str, str]] = field(default_factory=list)

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

    async def end(self, session_id: str, reason: str) -> bool:
        self.ended.append((session_id, reason))
        return self.holds
