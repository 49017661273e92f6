"""What is installed on this machine: embedded speech engines, and parts that packages bring. Both wings
depend on it."""

from __future__ import annotations

import ctypes.util
from collections.abc import Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points

FLITE_VOICES = ("slt", "rms", "awb")
EMBEDDED_VOICES = ("flite", "espeak-ng")
"""Engines that speak on this machine."""

VOICES, RECOGNISERS, MINDS = "visavis.voices", "visavis.recognisers", "visavis.minds"
"""The groups of entry points under which packages bring parts (docs/providers.md)."""


@cache
def brought(group: str) -> Mapping[str, EntryPoint]:
    """What packages of others bring, by name."""
    return {one.name: one for one in entry_points(group=group)}


@cache
def has_flite() -> bool:
    """Whether Debian's libflite1, with the voices, is installed."""
    libraries = ("flite", *(f"flite_cmu_us_{voice}" for voice in FLITE_VOICES))
    return all(ctypes.util.find_library(library) for library in libraries)
