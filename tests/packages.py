"""Packages of others: the example, installed as people install one, and such as are there by name alone."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from visavis.installed import brought

EXAMPLE = Path(__file__).parent.parent / "examples" / "visavis-robot"


def install_example(folder: Path) -> Path:
    """Where it is importable from. Nothing is fetched."""
    source, target = folder / "source", folder / "packages"
    shutil.copytree(EXAMPLE, source)  # building leaves things behind
    options = ("--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--disable-pip-version-check")
    subprocess.run(
        [sys.executable, "-m", "pip", "install", *options, "--target", target, source],
        check=True,
        timeout=100,
    )
    return target


@contextmanager
def brings(folder: Path, entry_points: str) -> Iterator[None]:
    """To this process: what a package registers, without its code."""
    metadata = folder / "brought-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: brought\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(entry_points)
    sys.path.insert(0, str(folder))
    brought.cache_clear()
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        brought.cache_clear()
