"""The packages that run packs: pip puts what is missing beside ours, once somebody has agreed."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from visavis.packs.bringing import PackError
from visavis.packs.catalogue import Engine

WHEELS = "wheels"
"""The folder beside the files of packs that holds packages, where there is no internet."""


def install(engines: Sequence[Engine], offline: Path | None = None) -> None:
    """Blocks for up to minutes. Raises PackError.

    `offline` names a folder with files of packs: packages are taken out of its `wheels` alone then.
    """
    wanted = [engine.package for engine in engines]
    if find_spec("pip") is None:
        raise PackError(f"{_listed(wanted)} must be installed into {sys.prefix}, and it has no pip to do so")
    source: tuple[str, ...] = ()
    if offline is not None:
        wheels = offline / WHEELS
        if not wheels.is_dir():
            raise PackError(
                f"{wheels} is not there. Where there is internet: pip download -d {WHEELS} {_quoted(wanted)}"
            )
        source = ("--no-index", "--find-links", str(wheels))
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    done = subprocess.run([*pip, *source, *wanted], capture_output=True, text=True)
    importlib.invalidate_caches()
    still = [engine.package for engine in engines if not engine.is_installed]
    if done.returncode or still:
        raise PackError(f"pip could not install {_listed(still or wanted)}: {_reason(done.stderr)}")


def _reason(said: str) -> str:
    """The last of pip's errors, without its label."""
    errors = [line for line in said.splitlines() if line.startswith("ERROR:")]
    return errors[-1].removeprefix("ERROR:").strip() if errors else said.strip() or "it does not say why"


def _listed(packages: Sequence[str]) -> str:
    return ", ".join(packages)


def _quoted(packages: Sequence[str]) -> str:
    return " ".join(f'"{package}"' for package in packages)
