"""Which of the embedded speech engines this machine has; both wings depend on it."""

from __future__ import annotations

import ctypes.util
from functools import cache

FLITE_VOICES = ("slt", "rms", "awb")


@cache
def has_flite() -> bool:
    """Whether Debian's libflite1, with the voices, is installed."""
    libraries = ("flite", *(f"flite_cmu_us_{voice}" for voice in FLITE_VOICES))
    return all(ctypes.util.find_library(library) for library in libraries)
