"""How the sculptor's kernels are compiled; the first use on a machine takes half a minute of CPU."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba

from visavis.face.compiled import cache_folder, kept_in

_Function = TypeVar("_Function", bound=Callable[..., Any])

_OPTIONS: dict[str, Any] = {"fastmath": True, "error_model": "numpy"}


def kernel(function: _Function) -> _Function:
    """Compile a function that other kernels call."""
    compiled: _Function = numba.njit(**_OPTIONS)(function)
    return compiled


def entry_point(function: _Function) -> _Function:
    """Compile a function that Python calls; its `prange` runs on all cores. The code is kept on disk."""
    sculpt = Path(__file__).parent.parent
    sources = [sculpt / name for name in ("design.py", "anatomy.py", "curves.py")]
    sources += [*sorted((sculpt / "field").glob("*.py")), sculpt / "grooming" / "drawing.py"]
    with kept_in(cache_folder("sculpt", sources)):
        compiled: _Function = numba.njit(cache=True, parallel=True, **_OPTIONS)(function)
    return compiled
