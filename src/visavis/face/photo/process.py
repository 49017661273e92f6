"""Builds one avatar from a photo, in a process of its own: see contract.avatar_build.

    python -m visavis.face.photo.process {folder of model files} {folder for what is built}

Conversations come first: it runs with the least priority, on one core, in bounded memory and time.
"""

from __future__ import annotations

import os
import resource
import sys
import traceback
from pathlib import Path

NICENESS = 19
MOST_MEMORY = 3_000_000_000
"""Bytes of address space; a photo of 40 million pixels takes 1.1 billion."""
MOST_CPU_S = 120
"""A build takes a few."""


def main(models_dir: str, folder: str) -> None:
    _step_back()
    # after that, for loading these is half of the work
    from visavis.contract.avatar_build import BuildMessage, BuildOrder
    from visavis.face.photo.findings import PhotoRefused, Refusal
    from visavis.face.photo.output import build_into
    from visavis.model_files import ModelMissing

    def say(message: BuildMessage) -> None:
        print(message.model_dump_json(exclude_none=True), flush=True)

    try:
        order = BuildOrder.model_validate_json(sys.stdin.buffer.readline())
        photo = sys.stdin.buffer.read()
        report = build_into(
            Path(folder),
            photo,
            Path(models_dir),
            order,
            lambda done: say(BuildMessage(progress=done)),
            lambda report: say(BuildMessage(seen=report)),
        )
        say(BuildMessage(report=report))
    except PhotoRefused as refused:
        say(BuildMessage(report=refused.report))
    except ModelMissing:
        say(BuildMessage(report=PhotoRefused(Refusal.MODELS_MISSING).report))
    except MemoryError:
        pass  # an end without a report says that it was too much
    except Exception:
        say(BuildMessage(failed=traceback.format_exc()))


def _step_back() -> None:
    os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU_S, MOST_CPU_S))
    for library in ("OPENBLAS", "OMP", "MKL"):
        os.environ[f"{library}_NUM_THREADS"] = "1"


if __name__ == "__main__":
    main(*sys.argv[1:])
