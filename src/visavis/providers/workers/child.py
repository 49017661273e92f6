"""The helper's own side: take calls from stdin one after the other, answer them on stdout.

def handle(request: bytes, emit: Emit) -> None: ...

if __name__ == "__main__":
    serve(handle)
"""

from __future__ import annotations

import os
import queue
import signal
import sys
import threading
from collections.abc import Callable
from typing import BinaryIO

from visavis.providers.workers.frames import Frame, Kind, read_blocking
from visavis.reasons import reason_of

Emit = Callable[[bytes], bool]
"""Send one piece of the answer. False means that nobody wants the rest: stop as soon as you can."""

Handle = Callable[[bytes, Emit], None]
"""Answer one request, piece by piece. An exception becomes the sentence of a FAILED frame."""


def serve(handle: Handle) -> None:
    """Answer calls until stdin ends, which is when the engine closes it or dies."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the engine decides
    source, sink = _take_over_stdio()
    calls = _Calls(source)

    def send(kind: Kind, call: int = 0, payload: bytes = b"") -> None:
        try:
            sink.write(Frame(kind, call, payload).packed())
            sink.flush()
        except OSError:
            os._exit(0)  # nobody reads any more

    send(Kind.READY)
    while True:
        call, request = calls.take()

        def emit(piece: bytes, call: int = call) -> bool:
            if not calls.wanted(call):
                return False
            send(Kind.PIECE, call, piece)
            return calls.wanted(call)

        send(Kind.BEGUN, call)
        try:
            handle(request, emit)
        except Exception as error:
            send(Kind.FAILED, call, reason_of(error).encode())
        else:
            send(Kind.DONE, call)


def _take_over_stdio() -> tuple[BinaryIO, BinaryIO]:
    """Keep the two pipes for frames alone: whatever native code prints goes to stderr."""
    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return source, sink


class _Calls:
    """The calls that came in. A thread of its own reads them, so that a cancel or the engine's end is
    noticed while native code is busy."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._waiting: queue.SimpleQueue[tuple[int, bytes]] = queue.SimpleQueue()
        self._cancelled = 0  # call numbers only grow, and at most one call is under way
        threading.Thread(target=self._read, name="calls", daemon=True).start()

    def take(self) -> tuple[int, bytes]:
        return self._waiting.get()

    def wanted(self, call: int) -> bool:
        return call > self._cancelled

    def _read(self) -> None:
        while (frame := read_blocking(self._source)) is not None:
            if frame.kind is Kind.CALL:
                self._waiting.put((frame.call, frame.payload))
            elif frame.kind is Kind.CANCEL:
                self._cancelled = max(self._cancelled, frame.call)
        os._exit(0)  # even when the main thread hangs in native code
