"""A persona's voices: her own, and those that stand in for it while it is unwell.

A voice elsewhere may refuse, fall silent or break off. It is tried twice, unless that cannot help; then the
stand-in speaks, and her own is left in peace for a while, so that not every clause waits for it in vain. A
local neural voice may stand in for a vendor's, and an embedded one for both.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from visavis.providers.base import ProviderError, Synthesizer

MOST_PATIENCE_S = 1.0
"""A pause of so long, for a busy vendor, is better than another voice; a longer one is not."""
REST_S = 60.0
"""How long a voice that cannot speak is not asked again, unless it says when it can."""


class Voices:
    def __init__(self, own: Synthesizer, *stand_ins: Synthesizer) -> None:
        self.own, self.stand_ins = own, stand_ins
        self._rests_until_s = 0.0

    def in_turn(self) -> Iterator[Synthesizer]:
        """Who is to speak a clause, and, each time that it failed, who is to go on with it."""
        for _ in range(2):
            if not self._own_rests:
                yield self.own
        if self.stand_ins:
            self._rest(REST_S)
        yield from self.stand_ins

    async def failed(self, error: ProviderError) -> None:
        """Whoever spoke last did; waits for as long as the next one should."""
        if error.retry_in_s is not None and error.retry_in_s <= MOST_PATIENCE_S:
            await asyncio.sleep(error.retry_in_s)
        else:
            self._rest(error.retry_in_s or REST_S)

    async def close(self) -> None:
        for voice in (self.own, *self.stand_ins):
            await voice.close()

    @property
    def _own_rests(self) -> bool:
        """Where nobody stands in for it, it has to try."""
        return bool(self.stand_ins) and _now_s() < self._rests_until_s

    def _rest(self, seconds: float) -> None:
        if not self._own_rests:
            self._rests_until_s = _now_s() + seconds


def _now_s() -> float:
    return asyncio.get_running_loop().time()
