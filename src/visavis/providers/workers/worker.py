"""A helper that answers calls one after the other: started when needed, kept warm, replaced when it dies."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncGenerator
from weakref import WeakKeyDictionary

from visavis.providers.workers.frames import Frame, Kind
from visavis.providers.workers.process import HelperProcess, ProcessDied, WorkerError

__all__ = ["Worker", "WorkerError", "close_shared", "shared"]

START_PATIENCE_S = 30.0
"""For the interpreter to start and load its libraries on a crowded machine."""

ANSWER_PATIENCE_S = 10.0
"""A process that is silent for this long within a call hangs: its pieces of work take milliseconds."""

_Answer = asyncio.Queue[bytes | WorkerError | None]


class Worker:
    """Puts calls to one helper process, first come first served.

    Calls wait their turn here and not in the process, so a process that dies takes only the call with it
    that it had begun:

    ```
    call A ──BEGUN── PIECE PIECE DONE
    call B      (waits)               ──BEGUN── PIECE ✗ killed: WorkerError
    call C             (waits)                           ──new process──BEGUN── PIECE DONE
    ```
    """

    def __init__(self, module: str, *arguments: str, answer_patience_s: float = ANSWER_PATIENCE_S) -> None:
        self._module, self._arguments = module, arguments
        self._answer_patience_s = answer_patience_s
        self._turn = asyncio.Lock()
        self._numbers = itertools.count(1)
        self._process: HelperProcess | None = None
        self._serving: set[asyncio.Task[None]] = set()

    @property
    def pid(self) -> int | None:
        """The process that is alive now, if one is."""
        return self._process.pid if self._process and self._process.alive else None

    async def call(self, request: bytes) -> AsyncGenerator[bytes, None]:
        """Put one request and stream the pieces of its answer. Closing the generator cancels the call.

        Raises WorkerError when the process reports a failure, dies or hangs.
        """
        answer: _Answer = asyncio.Queue()
        serving = asyncio.create_task(self._serve(request, answer))
        self._serving.add(serving)
        serving.add_done_callback(self._serving.discard)
        try:
            while (piece := await answer.get()) is not None:
                if isinstance(piece, WorkerError):
                    raise piece
                yield piece
        finally:
            serving.cancel()

    async def close(self) -> None:
        """End every call and the process. A later call starts a new one."""
        serving = list(self._serving)
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)
        if self._process is not None:
            await self._process.close()
            self._process = None

    async def _serve(self, request: bytes, answer: _Answer) -> None:
        """Fill `answer` at the process's pace, so that a slow listener holds nobody up."""
        try:
            async with self._turn:
                number = next(self._numbers)
                try:
                    await self._converse(number, request, answer)
                except asyncio.CancelledError:
                    if self._process is not None:
                        self._process.send(Frame(Kind.CANCEL, number))
                    raise
            answer.put_nowait(None)
        except WorkerError as error:
            answer.put_nowait(error)
        except asyncio.CancelledError:
            answer.put_nowait(WorkerError("the helper was closed"))
            raise

    async def _converse(self, number: int, request: bytes, answer: _Answer) -> None:
        process = await self._begin(number, request)
        while True:
            frame = await process.next(self._answer_patience_s)
            if frame.call != number:
                continue
            if frame.kind is Kind.PIECE:
                answer.put_nowait(frame.payload)
            elif frame.kind is Kind.FAILED:
                raise WorkerError(frame.payload.decode(errors="replace"))
            elif frame.kind is Kind.DONE:
                return

    async def _begin(self, number: int, request: bytes) -> HelperProcess:
        """The process that has begun the call. One that died before it could begin costs nothing."""
        for last_try in (False, True):
            process = await self._running()
            process.send(Frame(Kind.CALL, number, request))
            try:
                # What comes before is the rest of a call that was cancelled.
                while (await process.next(self._answer_patience_s)).call != number:
                    pass
            except ProcessDied:
                if last_try:
                    raise
            else:
                return process
        raise AssertionError("unreachable")

    async def _running(self) -> HelperProcess:
        if self._process is None or not self._process.alive:
            self._process = process = await HelperProcess.start(self._module, *self._arguments)
            try:
                await process.next(START_PATIENCE_S)  # READY
            except asyncio.CancelledError:
                process.kill()
                raise
        return self._process


_shared: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[tuple[str, ...], Worker]] = WeakKeyDictionary()


def shared(module: str, *arguments: str, answer_patience_s: float = ANSWER_PATIENCE_S) -> Worker:
    """The one worker of this engine process (of this event loop, to be exact) for `module` so started."""
    workers = _shared.setdefault(asyncio.get_running_loop(), {})
    started_so = (module, *arguments)
    if started_so not in workers:
        workers[started_so] = Worker(*started_so, answer_patience_s=answer_patience_s)
    return workers[started_so]


async def close_shared() -> None:
    """End all shared workers of this engine process."""
    workers = _shared.pop(asyncio.get_running_loop(), {})
    await asyncio.gather(*(worker.close() for worker in workers.values()))
