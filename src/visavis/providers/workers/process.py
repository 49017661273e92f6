"""One running helper process, as the engine holds it: frames go in, frames come out, until it dies."""

from __future__ import annotations

import asyncio
import sys

from visavis.providers.workers import frames
from visavis.providers.workers.frames import Frame

LEAVE_PATIENCE_S = 2.0
"""A process that should be ending by itself is killed after this long."""


class WorkerError(Exception):
    """A call failed; the sentence says what happened to the helper process."""


class ProcessDied(WorkerError):
    """The helper process is gone."""


class HelperProcess:
    """`python -m module arguments`, which calls `child.serve`. Its stderr is ours, its log lines with it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._process = process
        self._stdin = process.stdin
        self._stdout = process.stdout
        self._frames: asyncio.Queue[Frame | None] = asyncio.Queue()
        # A task of its own reads, so that a cancelled listener can never stop in the middle of a frame.
        self._reading = asyncio.create_task(self._read())
        self._gone = False

    @classmethod
    async def start(cls, module: str, *arguments: str) -> HelperProcess:
        """Raises ProcessDied when the system refuses."""
        try:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", module, *arguments),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
            )
        except OSError as error:
            raise ProcessDied(f"the helper process could not be started: {error}") from error
        return cls(process)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return not self._gone and self._process.returncode is None

    def send(self, frame: Frame) -> None:
        """Put a frame on its way. Never waits: requests are small. To a dead process it goes nowhere."""
        if self.alive and not self._stdin.is_closing():
            self._stdin.write(frame.packed())

    async def next(self, patience_s: float) -> Frame:
        """The next frame of its answers.

        Raises ProcessDied, or WorkerError when nothing came for `patience_s`: then it is killed.
        """
        if self._gone:
            raise ProcessDied("the helper process is gone")
        try:
            async with asyncio.timeout(patience_s):
                frame = await self._frames.get()
        except TimeoutError:
            self.kill()
            raise WorkerError(
                f"the helper process was silent for {patience_s:g} s and has been stopped"
            ) from None
        if frame is None:
            raise ProcessDied(f"the helper process died ({await self._how_it_ended()})")
        return frame

    def kill(self) -> None:
        """End it now."""
        self._gone = True
        self._reading.cancel()
        if self._process.returncode is None:
            self._process.kill()

    async def close(self) -> None:
        """End it in good order: it leaves when its stdin ends."""
        self._gone = True
        self._stdin.close()
        try:
            async with asyncio.timeout(LEAVE_PATIENCE_S):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
        finally:
            self._reading.cancel()

    async def _read(self) -> None:
        try:
            while (frame := await frames.read(self._stdout)) is not None:
                self._frames.put_nowait(frame)
        except frames.BrokenFrame:
            pass  # whatever it is, it is no helper of ours any more
        self._frames.put_nowait(None)

    async def _how_it_ended(self) -> str:
        # Its output ends a moment before it does. A signal sent in between would make Popen reap it, and
        # asyncio could not say any more how it ended.
        self._gone = True
        try:
            async with asyncio.timeout(LEAVE_PATIENCE_S):
                returncode = await self._process.wait()
        except TimeoutError:
            self._process.kill()
            return "it closed its output"
        return f"signal {-returncode}" if returncode < 0 else f"exit status {returncode}"
