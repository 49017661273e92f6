"""A local server in the place of a vendor of voices: what a test decides about it, and what it tells afterwards.

Every character lasts 50 ms, so that the right time of every mark is known.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

import numpy as np

RATE_HZ = 24_000
CHARACTER_S = 0.05
KEY = "key-of-the-tests"
RETRY_AFTER_S = 7


class Day(StrEnum):
    GOOD = "good"
    WRONG_KEY = "wrong key"
    """401 to everything."""
    NO_CREDIT = "no credit"
    """As the vendor says that nothing is left to spend."""
    BUSY = "busy"
    """429 with Retry-After."""
    CROWDED = "crowded"
    """Lets everybody in, and then says that it serves too many at once."""
    HANGS = "hangs"
    """Takes the text and never says anything."""
    BREAKS_OFF = "breaks off"
    """The connection is closed in the middle of a word."""
    GARBAGE = "garbage"
    """What comes is not what the protocol knows."""
    MISTIMED = "mistimed"
    """Milliseconds as seconds, backwards, no numbers."""
    SAYS_NOTHING = "says nothing"
    """It ends as it should, without a sound."""
    HANGS_LATER = "hangs later"
    """Begins to speak, and then nothing comes any more."""


@dataclass
class Studio:
    day: Day = Day.GOOD
    once: bool = False
    """The day is a good one after the next utterance."""
    retry_after_s: int = RETRY_AFTER_S
    """Of a busy day."""
    url: str = ""
    received: list[Any] = field(default_factory=list)
    """All messages, understood."""
    hung_up: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when a client leaves."""
    may_go_on: asyncio.Event = field(default_factory=asyncio.Event)
    """Cleared: after its first sound it waits."""
    pace: float = 0.0
    """How long a second of sound takes to make (s)."""

    def __post_init__(self) -> None:
        self.may_go_on.set()

    def texts(self) -> list[str]:
        """What it was asked to say, utterance by utterance."""
        raise NotImplementedError

    def today(self) -> Day:
        """How it goes with the utterance that begins."""
        day = self.day
        if self.once:
            self.day, self.once = Day.GOOD, False
        return day

    async def make(self, sound: bytes) -> bytes:
        """The sound, in its time."""
        if self.pace:
            await asyncio.sleep(self.pace * len(sound) / 2 / RATE_HZ)
        return sound

    async def has(self, day: Day, *, once: bool = False) -> None:
        """From now on, and nothing was received yet."""
        self.day, self.once = day, once
        self.received.clear()
        self.hung_up.clear()

    def at_work(self) -> AbstractAsyncContextManager[Self]:
        """Reached at `url` meanwhile."""
        raise NotImplementedError

    async def until(self, condition: Callable[[], Any], within_s: float = 5.0) -> None:
        async with asyncio.timeout(within_s):
            while not condition():
                await asyncio.sleep(0.005)


def sound_of(text: str) -> bytes:
    """s16le: a tone for every letter, silence for everything else."""
    samples = round(CHARACTER_S * RATE_HZ)
    tone = (6000 * np.sin(2 * np.pi * 200 * np.arange(samples) / RATE_HZ)).astype("<i2").tobytes()
    return b"".join(tone if character.isalnum() else bytes(2 * samples) for character in text)
