"""How the renderer's kernels are compiled: machine code without Python, kept on disk across processes."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import numba

from visavis.face.compiled import cache_folder, kept_in

_Function = TypeVar("_Function", bound=Callable[..., Any])

_OPTIONS: dict[str, Any] = {"nogil": True, "boundscheck": False, "fastmath": True, "error_model": "numpy"}


def kernel(function: _Function) -> _Function:
    """Compile a function that other kernels call; its code is stored with theirs."""
    compiled: _Function = numba.njit(**_OPTIONS)(function)
    return compiled


def entry_point(function: _Function) -> _Function:
    """Compile a function that Python calls, with everything below it, and keep the code on disk."""
    with kept_in(_cache_folder()):
        compiled: _Function = numba.njit(cache=True, **_OPTIONS)(function)
    return compiled


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Of several processes that start together one compiles; the others wait, and load what it has stored."""
    with open(_cache_folder() / "compiling", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _cache_folder() -> Path:
    here = Path(__file__).parent
    shared = [here.parent / name for name in ("avatar.py", "expression.py", "proportions.py")]
    return cache_folder("raster", [*shared, *sorted(here.glob("*.py"))])
