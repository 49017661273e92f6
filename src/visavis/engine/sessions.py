"""The sessions of this engine process."""

from __future__ import annotations

import asyncio

from visavis.contract.spec import SessionSpec
from visavis.engine.cast import Casting
from visavis.engine.garbage import Sweeper
from visavis.engine.handover import Handover
from visavis.engine.limits import Limits
from visavis.engine.outbox import Outbox
from visavis.engine.reel import Reel
from visavis.engine.reporter import ExitStatus, Reporter
from visavis.engine.session import Session
from visavis.engine.tuning import Rules


class Full(Exception):
    """The engine takes no more sessions."""


class Sessions:
    def __init__(
        self,
        casting: Casting,
        outbox: Outbox,
        handover: Handover,
        limits: Limits,
        capacity: int,
        rules: Rules,
    ) -> None:
        self.casting, self.limits = casting, limits
        self._outbox, self._handover = outbox, handover
        self.capacity, self._rules = capacity, rules
        self.draining = False
        self._live: dict[str, Session] = {}
        self._opening = 0
        self._sweeper = Sweeper()

    def __len__(self) -> int:
        return len(self._live) + self._opening

    @property
    def lip_model(self) -> str | None:
        """The name of the model that draws lower faces."""
        return self.casting.lip_model

    def get(self, session_id: str) -> Session | None:
        return self._live.get(session_id)

    async def open(self, spec: SessionSpec) -> Session:
        """Begin a session. Raises Full; asking again for a session that runs, or begins, returns it."""
        if running := self._live.get(spec.session_id):
            return running
        if self.draining or len(self) >= self.capacity:
            raise Full
        self._opening += 1
        try:
            cast = await self.casting.cast(spec)
        finally:
            self._opening -= 1
        running = self._live.get(spec.session_id)
        if running or self.draining:  # either happened during the casting
            await cast.close()
            if running:
                return running
            raise Full
        clock = asyncio.get_running_loop().time
        session = Session(
            spec,
            cast,
            Reporter(spec, self._outbox.put),
            self.limits,
            clock,
            self._rules,
            self._forget,
            reel=self._reel(spec),
            on_recorded=self._handover.put,
        )
        self._live[spec.session_id] = session
        return session

    async def drain(self, reason: str) -> None:
        """End every session, and take no more."""
        self.draining = True
        status: ExitStatus = "CLOSED_BY_ENGINE"
        await asyncio.gather(*(session.end(status, reason) for session in list(self._live.values())))

    def _reel(self, spec: SessionSpec) -> Reel | None:
        """Under zero data retention nothing of the session is written down, whatever else was asked for."""
        if not spec.record or spec.zero_data_retention:
            return None
        return Reel(self._handover.path(spec.session_id), spec.avatar.width, spec.avatar.height)

    def _forget(self, session: Session) -> None:
        self._live.pop(session.spec.session_id, None)
        self._sweeper.sweep_soon()
