"""What a session leaves behind: peers, tasks and callbacks in circles, which only the collector frees.

Left to itself it comes by after a hundred sessions, when there are hundreds of megabytes, and holds up every
live one. Here it comes after each, and does not look at what is there for good. What is then free in the
middle of the heap goes back to the system: glibc keeps it, a hundred megabytes after some hundred sessions.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
from threading import Thread

SETTLES_S = 2.0
"""After the end of a session: peers take a moment to hang up, and what ends together is swept together."""


def settle() -> None:
    """What has been loaded by now stays for the life of the process."""
    gc.collect()
    gc.freeze()


class Sweeper:
    def __init__(self) -> None:
        self._due: asyncio.TimerHandle | None = None

    def sweep_soon(self) -> None:
        if self._due is None:
            self._due = asyncio.get_running_loop().call_later(SETTLES_S, self._sweep)

    def _sweep(self) -> None:
        self._due = None
        gc.collect()
        Thread(target=give_back, name="give-back", daemon=True).start()


def give_back() -> None:
    """Where the C library can do that; it takes some milliseconds, in which the GIL is free."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
