"""A recogniser that listens in a helper process."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import Callable, Coroutine
from contextlib import aclosing
from typing import Any

from visavis.providers.base import MICROPHONE_HZ, ProviderError, Stage
from visavis.providers.stt.hearing_calls import Answer, Request, Step
from visavis.providers.workers.worker import Worker, WorkerError
from visavis.speech import Pcm

log = logging.getLogger(__name__)

CALL_S = 0.1
"""So much sound goes with one call; more where the helper does not keep up."""

_CALL_BYTES = round(CALL_S * MICROPHONE_HZ) * 2
_turn_numbers = itertools.count(1)


class HelperEars:
    """Implements `Transcriber`."""

    def __init__(
        self, name: str, worker: Worker, about: str = "", as_written: Callable[[str], str] = str.strip
    ) -> None:
        """`about`: what the helper wants to know of the session. `as_written` makes a line of its words."""
        self.name, self.worker, self.about, self.as_written = name, worker, about, as_written
        self.learned = ""
        """What the session's turns so far have taught the helper about speaker and microphone."""
        self._open: set[HelperTurn] = set()
        self._errands: set[asyncio.Task[None]] = set()

    async def prepare(self) -> None:
        """Have the helper make ready for the session, before anybody speaks."""
        request = Request(Step.PREPARE, 0, about=self.about)
        try:
            async with aclosing(self.worker.call(request.packed())) as answer:
                async for _ in answer:
                    pass
        except WorkerError as error:
            log.warning("%s does not make ready for the session: %s", self.name, error)

    def open(self) -> HelperTurn:
        turn = HelperTurn(self)
        self._open.add(turn)
        return turn

    async def close(self) -> None:
        for turn in list(self._open):
            turn.cancel()
        if self._errands:
            await asyncio.wait(self._errands)

    def forget(self, turn: HelperTurn) -> None:
        self._open.discard(turn)

    def send_off(self, errand: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run it now, without waiting."""
        task = asyncio.create_task(errand)
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)
        return task


class HelperTurn:
    """Implements `Transcription`. One call at a time is under way; meanwhile the sound gathers here."""

    completeness: float | None = None
    """It does not tell."""

    def __init__(self, ears: HelperEars) -> None:
        self.partial = ""
        self._ears = ears
        self._number = next(_turn_numbers)
        self._sound = bytearray()
        self._begun = False
        self._over = False
        self._error: WorkerError | None = None
        self._calling: asyncio.Task[None] | None = None

    def feed(self, pcm: Pcm) -> None:
        if self._over or self._error:
            return
        self._sound += pcm.tobytes()
        if len(self._sound) >= _CALL_BYTES and (self._calling is None or self._calling.done()):
            self._calling = self._ears.send_off(self._hear())

    async def finish(self) -> str:
        self._over = True
        self._ears.forget(self)
        try:
            await self.caught_up()
            if self._error is None and not self._begun:
                await self._call(Step.BEGIN)
            if self._error is not None:
                raise self._error
            answer = await self._call(Step.END)
        except asyncio.CancelledError:
            self._drop()
            raise
        except WorkerError as error:
            raise ProviderError(Stage.HEAR, self._ears.name, str(error)) from error
        self._ears.learned = answer.learned
        self.partial = answer.words
        return self._ears.as_written(answer.words)

    def cancel(self) -> None:
        if not self._over:
            self._over = True
            self._ears.forget(self)
            self._drop()

    def _drop(self) -> None:
        self._sound.clear()
        if self._calling is not None:
            self._calling.cancel()  # a call that still waits for its turn is then never made
        self._ears.send_off(self._let_go())

    async def _let_go(self) -> None:
        await self.caught_up()
        if self._begun and self._error is None:
            try:
                await self._call(Step.DROP)
            except WorkerError:
                pass  # then it is gone with its process

    async def caught_up(self) -> None:
        """Wait until what is with the helper has been heard."""
        if self._calling is not None:
            await asyncio.wait({self._calling})

    async def _hear(self) -> None:
        try:
            while len(self._sound) >= _CALL_BYTES:
                answer = await self._call(Step.GO_ON if self._begun else Step.BEGIN)
                self.partial = answer.words
        except WorkerError as error:
            self._error = error

    async def _call(self, step: Step) -> Answer:
        """Put one call, with the sound that has gathered. Raises WorkerError."""
        begins = step is Step.BEGIN
        learned, about = (self._ears.learned, self._ears.about) if begins else ("", "")
        request = Request(step, self._number, bytes(self._sound), learned, about)
        self._sound.clear()
        self._begun = True
        async with aclosing(self._ears.worker.call(request.packed())) as pieces:
            async for piece in pieces:
                return Answer.unpacked(piece)
        raise WorkerError("the helper gave no answer")
