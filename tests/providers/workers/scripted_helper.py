"""A real helper process whose requests say what it should do: "say a b c", "fail why", "die", "hang", "print"."""

from __future__ import annotations

import os
import signal
import time

from visavis.providers.workers.child import Emit, serve


def handle(request: bytes, emit: Emit) -> None:
    verb, *words = request.decode().split()
    if verb == "say":
        for word in words:
            emit(word.encode())
    elif verb == "count":  # for ever, until nobody wants to hear it
        number = 0
        while emit(str(number).encode()):
            number += 1
            time.sleep(0.001)
    elif verb == "fail":
        raise ValueError(" ".join(words))
    elif verb == "die":
        emit(b"last words")
        os.kill(os.getpid(), signal.SIGKILL)
    elif verb == "hang":
        emit(b"last words")
        time.sleep(3600)
    elif verb == "print":
        os.write(1, b"native code prints this to stdout\n")
        emit(b"printed")
    elif verb == "pid":
        emit(str(os.getpid()).encode())


if __name__ == "__main__":
    serve(handle)
