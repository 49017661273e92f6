"""A turn of the user, as it goes over a Realtime line."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import numpy as np
import soxr

from visavis.providers.base import MICROPHONE_HZ, ProviderError
from visavis.providers.live import realtime_messages as messages
from visavis.speech import Pcm

CHUNK = MICROPHONE_HZ * 64 // 1000
"""Samples of a message at least, but for the last of a turn."""
SETTLES_S = 3.0
"""How long the words of a turn may take. The answer to it does not need them, and is held back by them."""
UNWRITTEN = "…"
"""The words of a turn that was heard, and that nobody wrote down."""


class RealtimeTurn:
    """Implements `Transcription`. It keeps its sound until its words are settled, for a line that breaks."""

    def __init__(
        self,
        say: Callable[[str], None],
        on_over: Callable[[RealtimeTurn], None],
        on_done: Callable[[RealtimeTurn], None],
    ) -> None:
        """`say` sends a message over the line, if there is one; `on_over` is called once all of its sound has
        been sent, `on_done` when its words are settled, or nobody wants them."""
        self.partial = ""
        self.completeness: float | None = None
        self.item: str | None = None
        self.sound: list[str] = []
        """Messages that tell it."""
        self.over = False
        self._say, self._on_over, self._on_done = say, on_over, on_done
        self._waiting: list[Pcm] = []
        self._samples = 0
        self._resampler = soxr.ResampleStream(MICROPHONE_HZ, messages.LINE_HZ, 1, dtype="int16", quality="MQ")
        self._done = asyncio.Event()
        self._failure: ProviderError | None = None

    def feed(self, pcm: Pcm) -> None:
        if not self.over:
            self._waiting.append(pcm)
            self._samples += len(pcm)
            if sum(map(len, self._waiting)) >= CHUNK:
                self._send_waiting()

    async def finish(self) -> str:
        self.end()
        try:
            async with asyncio.timeout(SETTLES_S):
                await self._done.wait()
        except TimeoutError:
            self.settle(self.partial or UNWRITTEN)
        if self._failure is not None:
            raise self._failure
        return self.partial

    def cancel(self) -> None:
        if not self.over:
            self.over = True
            self._say(messages.CLEAR)
        self._finish()

    def end(self) -> None:
        """No more sound of it comes."""
        if self.over:
            return
        self.over = True
        if self._samples < messages.LEAST_S * MICROPHONE_HZ:
            self._say(messages.CLEAR)
            self.settle("")
            return
        self._send_waiting(last=True)
        self._on_over(self)

    def settle(self, text: str) -> None:
        if not self._done.is_set():
            self.partial = text
            self._finish()

    def fail(self, error: ProviderError) -> None:
        if not self._done.is_set():
            self._failure = error
            self._finish()

    def _finish(self) -> None:
        self._done.set()
        self.sound.clear()
        self._on_done(self)

    def _send_waiting(self, *, last: bool = False) -> None:
        pcm = np.concatenate(self._waiting) if self._waiting else np.zeros(0, np.int16)
        self._waiting.clear()
        resampled = self._resampler.resample_chunk(pcm, last=last)
        if len(resampled):
            self.sound.append(messages.sound(resampled))
            self._say(self.sound[-1])
