"""Releases of the public JavaScript SDK that are tried: two from before its wire changed, and today's.

3.5.1 opens the data channel "chat", reads nothing but what was said, and asks for the microphone before it connects.
4.9.0 knows envelopes and tools, and answers no call. Today's is the one that our own web app was built with.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

CURRENT = "current"
Version = tuple[int, int]

_HERE = Path(__file__).parent
_PACKAGES = {
    "3.5.1": _HERE / "old/node_modules/js-sdk-3.5.1",
    "4.9.0": _HERE / "old/node_modules/js-sdk-4.9.0",
    CURRENT: _HERE.parents[2] / "web/node_modules/@anam-ai/js-sdk",
}

every_release = pytest.mark.parametrize("release", _PACKAGES, indirect=True)
"""A test of what all of them can do; others are about today's."""


def script(release: str) -> Path:
    """The SDK as a page includes it."""
    return _installed(release) / "dist/umd/anam.js"


def version(release: str) -> Version:
    major, minor, _ = json.loads((_installed(release) / "package.json").read_text())["version"].split(".")
    return int(major), int(minor)


def _installed(release: str) -> Path:
    """Fails the test where it is not."""
    package = _PACKAGES[release]
    if not package.is_dir():
        pytest.fail(
            f"@anam-ai/js-sdk {release} is not installed: `make test` does it, or `scripts/web.sh packages`"
        )
    return package
