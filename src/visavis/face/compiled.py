"""Where compiled kernels are kept: a folder of the disk named after the source code they come from.

numba's cache notices a change in the file of the cached function only, not in the files of what it calls. So
every room of kernels keeps its machine code in a folder whose name carries a digest of all its sources. It
lies in NUMBA_CACHE_DIR, which a server sets to its data folder before it imports this; else in the user's
cache. The package itself may be read-only.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numba

if TYPE_CHECKING:
    from collections.abc import Iterator


def cache_folder(room: str, sources: Iterable[Path]) -> Path:
    """A folder that can be written; a temporary one where there is no other."""
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.read_bytes())
    name = f"{room}-{digest.hexdigest()[:12]}"
    user_cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "visavis"
    for base in (os.environ.get("NUMBA_CACHE_DIR"), user_cache):
        if not base:
            continue
        folder = Path(base) / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                return folder
        except OSError:
            continue
    return Path(tempfile.mkdtemp(prefix=name))


@contextmanager
def kept_in(folder: Path) -> Iterator[None]:
    """Functions that are decorated with `cache=True` meanwhile keep their code there."""
    config: Any = numba.config  # its variables are set at run time
    usual, config.CACHE_DIR = config.CACHE_DIR, str(folder)
    try:
        yield
    finally:
        config.CACHE_DIR = usual
