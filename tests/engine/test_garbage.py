"""Cycles that sessions leave are freed soon, and together."""

import asyncio
import weakref

from tests import virtual_time
from visavis.engine.garbage import SETTLES_S, Sweeper


class Left:
    """Refers to itself, as a session's parts refer to each other."""

    def __init__(self):
        self.me = self


def test_what_a_session_left_is_freed_a_moment_after_it_ended():
    async def script():
        sweeper, alive = Sweeper(), weakref.ref(Left())
        sweeper.sweep_soon()
        await asyncio.sleep(SETTLES_S / 2)
        sweeper.sweep_soon()
        late = weakref.ref(Left())
        await asyncio.sleep(SETTLES_S / 2 + 0.1)
        assert alive() is None
        assert late() is None, "one sweep serves both"
        again = weakref.ref(Left())
        sweeper.sweep_soon()
        await asyncio.sleep(SETTLES_S + 0.1)
        assert again() is None

    virtual_time.run(script())
