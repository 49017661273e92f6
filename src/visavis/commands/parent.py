"""An engine ends with the process that started it, however that one ends: nobody leaves orphans behind."""

from __future__ import annotations

import os
import signal
import threading
import time

DRAIN_S = 5.0
STANDARD_INPUT = 0


def end_with_parent() -> None:
    """Watches standard input, a pipe that the parent never writes to and that closes when it is gone.

    Watched by a thread, because an event loop that hangs must end too. Then SIGTERM, and what has not
    drained after `DRAIN_S` is cut off.
    """
    threading.Thread(target=_watch, name="parent watch", daemon=True).start()


def _watch() -> None:
    while os.read(STANDARD_INPUT, 1):  # sys.stdin's own lock would stop the interpreter from ending
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(DRAIN_S)
    os._exit(1)
