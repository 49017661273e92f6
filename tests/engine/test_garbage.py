"""Cycles that sessions leave are freed soon, and together."""

import asyncio
import platform
import weakref
from pathlib import Path

import pytest

from tests import virtual_time
from visavis.engine.garbage import SETTLES_S, Sweeper, give_back


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


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps it, and gives it back")
def test_memory_that_is_free_below_what_is_used_goes_back_to_the_system():
    blocks = [bytearray(b"x" * 60_000) for _ in range(2_000)]
    last = blocks[-1]
    held = _resident_mb()
    blocks.clear()
    give_back()
    assert _resident_mb() < held - 80
    assert last[0] == ord("x")


def _resident_mb():
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 2**20
