"""What a turn model makes of a pause, asked in the background.

    voice     ▇▇▇▇▇▁▁▁▁▁▁▇▇▇▇▁▁▁▁▁▁
    asked           ^          ^        at the first short silence
    answer            .8─┘       .9──   holds until the user goes on

Late, failed or absent it says nothing, and the words decide alone.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque

import numpy as np

from visavis.providers.base import ProviderError, TurnModel
from visavis.speech import Pcm

log = logging.getLogger(__name__)

HEARD_S = 8.0
"""Of a turn so much is kept for it."""
BEFORE_S = 0.6
"""Sound before a turn is noticed that belongs to it: what it takes to notice it, and a soft beginning."""


class SecondOpinion:
    def __init__(self, model: TurnModel, window_s: float) -> None:
        self._model, self._window_s = model, window_s
        self._windows: deque[Pcm] = deque(maxlen=round(HEARD_S / window_s))
        self._asking: asyncio.Task[None] | None = None
        self.completeness: float | None = None
        """Of the present pause."""

    def hear(self, window: Pcm) -> None:
        self._windows.append(window)

    def begin(self) -> None:
        """A turn has been noticed; what was heard long before is none of it."""
        before = round(BEFORE_S / self._window_s)
        while len(self._windows) > before:
            self._windows.popleft()

    def ask(self) -> None:
        """The user pauses."""
        self.withdraw()
        self._asking = asyncio.create_task(self._ask(np.concatenate(self._windows)))

    def withdraw(self) -> None:
        """The user goes on."""
        self.completeness = None
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None

    def forget(self) -> None:
        """The turn is over; the next one is another."""
        self.withdraw()
        self._windows.clear()

    async def _ask(self, pcm: Pcm) -> None:
        try:
            self.completeness = await self._model.completeness(pcm)
        except ProviderError as error:
            log.warning("a pause was not judged: %s", error)
