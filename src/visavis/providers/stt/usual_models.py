"""Which models of which vendors listen, unless the operator names another."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def usual_models(vendor: str) -> dict[str, Any]:
    """As in `models.toml`."""
    tables = tomllib.loads((files("visavis.providers.stt") / "models.toml").read_text("utf-8"))
    found: dict[str, Any] = tables[vendor]
    return found
