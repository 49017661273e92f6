"""Designs as JSON: reading one with every refusal in words, and the list of what can be said."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import Field, asdict, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from visavis.face.sculpt.design import Design

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


class DesignError(ValueError):
    """A design cannot be used; the message says what to change."""


def read_design(path: Path) -> Design:
    """The design in a JSON file; what it leaves out keeps its usual value. Raises DesignError."""
    try:
        content = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise DesignError(f"{path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise DesignError(f"{path} is not JSON: {error}.") from error
    if not isinstance(content, dict):
        raise DesignError(f"{path} must hold one JSON object of parameters.")
    return design_of(content)


def design_of(parameters: dict[str, Any]) -> Design:
    """Raises DesignError for the first parameter that is unknown or absurd."""
    known = {part.name: part for part in fields(Design)}
    for name, value in parameters.items():
        if name not in known:
            raise DesignError(f"There is no parameter {name!r}.{_guess(name, list(known))}")
        _check(known[name], value)
    return Design(**parameters)


def write_design(design: Design, path: Path) -> None:
    """Only what differs from the usual, so that it can be read."""
    usual = asdict(Design())
    said = {name: value for name, value in asdict(design).items() if value != usual[name]}
    path.write_text(json.dumps(said, indent=1) + "\n", "utf-8")


def describe_parameters() -> Iterator[str]:
    """One line per parameter: name, what it may be, its usual value, meaning."""
    for part in fields(Design):
        facts = part.metadata
        usual = part.default or "none"
        if "options" in facts:
            allowed = ", ".join(facts["options"])
        elif "colour" in facts:
            allowed = "#rrggbb"
        else:
            allowed = f"{facts['low']:g} to {facts['high']:g}"
            usual = f"{part.default:g}"
        yield f"{part.name}: {facts['meaning']} ({allowed}; usually {usual})"


def _check(part: Field[Any], value: Any) -> None:
    name, facts = part.name, part.metadata
    if "options" in facts:
        if value not in facts["options"]:
            raise DesignError(f"{name} is {value!r}; it must be one of {', '.join(facts['options'])}.")
    elif "colour" in facts:
        optional = part.default == ""
        if not isinstance(value, str) or not (COLOUR.fullmatch(value) or (optional and value == "")):
            raise DesignError(f'{name} is {value!r}; it must be a colour such as "#c25e5c".')
    elif isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise DesignError(f"{name} is {value!r}; it must be a number.")
    elif not facts["low"] <= value <= facts["high"]:
        raise DesignError(f"{name} is {value:g}; it must lie between {facts['low']:g} and {facts['high']:g}.")


def _guess(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, 1)
    return f" Did you mean {near[0]!r}?" if near else " --list-parameters shows all there are."
