"""A session as the bench's users meet it, and what they wait for in it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any, TypeVar

from bench.conversation import hearing
from bench.receiver import Receiver, receiver
from bench.scenarios import Bench

ESPEAK = "b3b1f0de-6a53-4a3c-8c3e-2f6b7d1c5e10"
"""The stock voice "espeak-ng English (America)"; the users speak with flite."""
SETTLING_S = 0.3
SLEEP_S = 0.005

T = TypeVar("T")


def meet(bench: Bench, **persona: Any) -> AbstractAsyncContextManager[Receiver]:
    return receiver(bench.http, model="cara-2", **{"voiceId": ESPEAK, **persona})


async def until(look: Callable[[], T | None], timeout_s: float) -> T | None:
    """What `look` sees; None when it saw nothing in time."""
    end_s = time.perf_counter() + timeout_s
    while (seen := look()) is None and time.perf_counter() < end_s:
        await asyncio.sleep(SLEEP_S)
    return seen


async def speak_and_hear_out(me: Receiver, seconds: float) -> tuple[float, float]:
    """Wait until what the microphone was given has sounded: when it began and ended."""
    await until(lambda: me.microphone.emptied_s, seconds + 3)
    began_s, emptied_s = me.microphone.began_s, me.microphone.emptied_s
    if began_s is None or emptied_s is None:
        raise TimeoutError("the microphone was not asked for what it had to say")
    return began_s, emptied_s


async def hush(me: Receiver) -> None:
    """Stop her, and let the session come to rest."""
    me.interrupt()
    await asyncio.sleep(SETTLING_S)
    since_s = time.perf_counter() - SETTLING_S
    await until(lambda: hearing.silence(me.heard, since_s), 3)
