"""How the kernels are compiled: machine code without Python, cached on disk across processes.

numba's cache notices a change in the file of the cached function only, not in the files of what it calls. So
the cached entry point keeps its code in a folder named after the contents of the whole package. That folder
lies in NUMBA_CACHE_DIR, which a server sets to its data folder before it imports this; else in the user's
cache. The package itself may be read-only.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import numba

_Function = TypeVar("_Function", bound=Callable[..., Any])

_OPTIONS: dict[str, Any] = {"nogil": True, "boundscheck": False, "fastmath": True, "error_model": "numpy"}


def kernel(function: _Function) -> _Function:
    """Compile a function that other kernels call; its code is stored with theirs."""
    compiled: _Function = numba.njit(**_OPTIONS)(function)
    return compiled


def entry_point(function: _Function) -> _Function:
    """Compile a function that Python calls, with everything below it, and keep the code on disk."""
    config: Any = numba.config  # its variables are set at run time
    usual, config.CACHE_DIR = config.CACHE_DIR, str(_cache_folder())
    try:
        compiled: _Function = numba.njit(cache=True, **_OPTIONS)(function)
    finally:
        config.CACHE_DIR = usual
    return compiled


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Of several processes that start together one compiles; the others wait, and load what it has stored."""
    with open(_cache_folder() / "compiling", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _cache_folder() -> Path:
    digest = hashlib.sha256()
    here = Path(__file__).parent
    for source in [here.parent / "avatar.py", here.parent / "expression.py", *sorted(here.glob("*.py"))]:
        digest.update(source.read_bytes())
    name = f"raster-{digest.hexdigest()[:12]}"
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
