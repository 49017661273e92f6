"""Makes one film, in a process of its own: `python -m visavis.services.film_process {reel} {film}`.

Conversations come first: it runs with the least priority, on one core, in bounded memory. It prints lines of
JSON: {"done": 0.3}, and last {"end": true}, {"unusable": why}, or {"failed": traceback}.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import traceback
from pathlib import Path

NICENESS = 19
MOST_MEMORY = 2_000_000_000
"""Bytes of address space."""


def main(reel: str, film: str) -> None:
    os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    # after that, for loading these takes a while
    from visavis.services.film import Unusable, make_film

    try:
        make_film(Path(reel), Path(film), lambda share: _say(done=share))
        _say(end=True)
    except Unusable as error:
        _say(unusable=str(error))
    except Exception:
        _say(failed=traceback.format_exc())


def _say(**said: object) -> None:
    print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
