"""Has a film made by the process of `services.film_process`, and takes what it says."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncGenerator
from pathlib import Path

from visavis.services.film import Unusable

COMMAND = (sys.executable, "-m", "visavis.services.film_process")
ONE_CORE = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""The others are for conversations."""
STUCK_S = 900.0
"""Without a word from it. A second of film takes a tenth, on a machine that has nothing else to do."""


class FilmFailed(Exception):
    """A fault of ours; the text is the traceback of the process."""


async def film_of(reel: Path, film: Path) -> AsyncGenerator[float, None]:
    """How far it is, 0 to 1, again and again; at the end the film is there.

    The process ends with the iteration, however that ends. Raises Unusable, FilmFailed.
    """
    process = await asyncio.create_subprocess_exec(
        *COMMAND, str(reel), str(film), stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL, env=os.environ | ONE_CORE
    )
    assert process.stdout is not None
    try:
        while line := await asyncio.wait_for(process.stdout.readline(), STUCK_S):
            said = json.loads(line)
            if "end" in said:
                return
            if "unusable" in said:
                raise Unusable(said["unusable"])
            if "failed" in said:
                raise FilmFailed(said["failed"])
            yield said["done"]
        raise FilmFailed("the process ended without a word: it may have run out of memory")
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
