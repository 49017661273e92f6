"""Which models of which vendors hear and speak by themselves unless an LLM names another (`models.toml`)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def usual_models(vendor: str) -> dict[str, str]:
    text = (files("visavis.providers.live") / "models.toml").read_text("utf-8")
    models: dict[str, str] = tomllib.loads(text)[vendor]
    return models
