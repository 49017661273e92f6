"""A bell for those who work in the background: whoever has something for them rings, and no listener can take
a ring from another, nor miss one while at work.

rings    1        2
one      |-- works --|-- works: it rang meanwhile --|-- waits
other       |------ works ------|-- works --|-- waits
"""

from __future__ import annotations

import asyncio


class Bell:
    def __init__(self) -> None:
        self._rings = 0
        self._rung = asyncio.Event()
        """Of the next ring."""

    def ring(self) -> None:
        self._rings += 1
        self._rung.set()
        self._rung = asyncio.Event()

    def listen(self) -> Listener:
        """Hears what rings from now on."""
        return Listener(self)

    async def rings_after(self, count: int) -> int:
        """How often it has rung, once that is more than `count`."""
        while self._rings <= count:
            await self._rung.wait()
        return self._rings

    @property
    def rings(self) -> int:
        return self._rings


class Listener:
    def __init__(self, bell: Bell) -> None:
        self._bell, self._heard = bell, bell.rings

    async def wait(self, at_most_s: float) -> None:
        """Until it rings, at once if it has since the last time; no longer than `at_most_s`."""
        try:
            async with asyncio.timeout(at_most_s):
                self._heard = await self._bell.rings_after(self._heard)
        except TimeoutError:
            pass
