"""Threads and sound as a test says: nothing is made before the script makes it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

import numpy as np

from visavis.face.neural.sound_line import SoundLine
from visavis.speech import Pcm

TICK = 960
FRAME = 2 * TICK
HZ = 48_000


class ScriptedThread(Executor):
    """Makes what it is told to, oldest first; `prompt` makes everything at once."""

    def __init__(self, *, prompt: bool = False) -> None:
        self.prompt = prompt
        self.waiting: deque[tuple[Future[Any], Callable[[], Any]]] = deque()
        self.made = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.waiting.append((future, lambda: fn(*args, **kwargs)))
        if self.prompt:
            self.make()
        return future

    def make(self) -> None:
        """Everything that waits and was not cancelled."""
        while self.waiting:
            future, job = self.waiting.popleft()
            if not future.set_running_or_notify_cancel():
                continue
            self.made += 1
            try:
                future.set_result(job())
            except Exception as error:
                future.set_exception(error)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        if cancel_futures:
            for future, _ in self.waiting:
                future.cancel()


class ScriptedSound:
    """What she will say is `queued`; a frame of it is played at a time."""

    def __init__(self, queued: Pcm | None = None) -> None:
        self.queued = np.zeros(0, np.int16) if queued is None else queued
        self.position = 0

    def coming(self, count: int) -> Pcm:
        return self.queued[:count]

    def tick(self) -> Pcm | None:
        """The next 20 ms as a playout gives them; None is silence."""
        if not len(self.queued):
            return None
        played, self.queued = self.queued[:TICK], self.queued[TICK:]
        return np.pad(played, (0, TICK - len(played)))

    def play(self, line: SoundLine) -> None:
        line.hear(self.tick(), TICK, self.coming)


def speech(seconds: float, seed: int = 0) -> Pcm:
    """Loud noise."""
    return np.random.default_rng(seed).integers(-9000, 9000, round(seconds * HZ)).astype(np.int16)
