"""Understanding: a turn of the user's is over, and its words are being settled.

turn      |-- sound --|
words                 ····· settled ─▶ Understood
meanwhile   the user may begin the next turn, or tell by other means that no answer is wanted
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from visavis.engine.ears import Ears
from visavis.engine.turn_events import TurnEnded
from visavis.providers.base import ProviderError


@dataclass(frozen=True, slots=True)
class Understood:
    turn: TurnEnded
    text: str
    """"": nothing was understood."""
    correlation_id: str
    ago_s: float
    """How long ago the turn ended."""
    wanted: bool
    """Nothing that was asked has been dismissed since."""


class Understanding:
    def __init__(
        self,
        ears: Ears,
        clock: Callable[[], float],
        on_trouble: Callable[[ProviderError], None],
        then: Callable[[Understood], None],
    ) -> None:
        self._ears, self._clock, self._on_trouble, self._then = ears, clock, on_trouble, then
        self._tasks: set[asyncio.Task[None]] = set()
        self._dismissals = 0

    def begin(self, turn: TurnEnded, correlation_id: str) -> None:
        task = asyncio.create_task(self._settle(turn, correlation_id))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def dismiss(self) -> None:
        """Nothing that was asked before is to be answered any more."""
        self._dismissals += 1

    def close(self) -> None:
        for task in self._tasks:
            task.cancel()

    async def _settle(self, turn: TurnEnded, correlation_id: str) -> None:
        dismissals, ended_s = self._dismissals, self._clock() - (turn.at_s - turn.last_voice_s)
        try:
            text = await self._ears.finish()
        except ProviderError as error:
            self._on_trouble(error)
            text = ""
        wanted = dismissals == self._dismissals
        self._then(Understood(turn, text, correlation_id, self._clock() - ended_s, wanted))
