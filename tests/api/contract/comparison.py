"""What two digests of contracts (scripts/contract_digest.py) say differently, and who has explained it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent

ONLY_THERE = "missing here"
ONLY_HERE = "only here"


@dataclass(frozen=True, slots=True)
class Difference:
    where: str
    """An operation, and in it "operationId", "query page", "body name", "200 avatar.id", "404"."""
    what: str
    """ONLY_THERE, ONLY_HERE, or the fact that differs: "enum", "maximum", …"""
    there: Any = None
    here: Any = None

    def __str__(self) -> str:
        values = "" if self.there is None and self.here is None else f" ({self.there} → {self.here})"
        return f"{self.where}: {self.what}{values}"


@dataclass(frozen=True, slots=True)
class Explanation:
    """Of the differences whose `where` and `what` fit these patterns, of which each may be a list."""

    where: tuple[str, ...]
    what: tuple[str, ...]
    why: str

    def fits(self, difference: Difference) -> bool:
        return any(fnmatchcase(difference.where, pattern) for pattern in self.where) and any(
            fnmatchcase(difference.what, pattern) for pattern in self.what
        )


def explanations(name: str) -> list[Explanation]:
    """Of a file beside this one."""
    table = tomllib.loads((HERE / name).read_text("utf-8"))
    return [
        Explanation(_tuple(entry["where"]), _tuple(entry["what"]), entry["why"])
        for entry in table["difference"]
    ]


def differences(there: dict[str, Any], here: dict[str, Any]) -> list[Difference]:
    """Of the operations that are there; what we have beyond them is ours."""
    found: list[Difference] = []
    for operation, theirs in there.items():
        ours = here.get(operation)
        if ours is None:
            found.append(Difference(operation, ONLY_THERE))
            continue
        if theirs["operationId"] != ours["operationId"]:
            found.append(
                Difference(
                    f"{operation} operationId", "operationId", theirs["operationId"], ours["operationId"]
                )
            )
        found += _of_fields(operation, theirs["parameters"], ours["parameters"])
        for part in ("body", "answers"):
            found += _of_media(operation, part, theirs[part], ours[part])
    return found


def _of_media(
    operation: str, part: str, theirs: dict[str, Any], ours: dict[str, Any]
) -> Iterator[Difference]:
    for media in sorted({*theirs, *ours}):
        where = f"{operation} {media if part == 'answers' else f'body {media}'}"
        if media not in ours:
            yield Difference(where, ONLY_THERE)
        elif media not in theirs:
            yield Difference(where, ONLY_HERE)
        else:
            yield from _of_fields(where, theirs[media], ours[media])


def _of_fields(where: str, theirs: dict[str, Any], ours: dict[str, Any]) -> Iterator[Difference]:
    for path in sorted({*theirs, *ours}):
        if any(parent not in theirs or parent not in ours for parent in _parents(path)):
            continue  # said of the parent
        place = f"{where} {path}".rstrip()
        if path not in ours:
            yield Difference(place, ONLY_THERE)
        elif path not in theirs:
            yield Difference(place, ONLY_HERE)
        else:
            yield from _of_forms(place, theirs[path], ours[path])


def _of_forms(place: str, theirs: list[dict[str, Any]], ours: list[dict[str, Any]]) -> Iterator[Difference]:
    for fact in sorted({fact for form in [*theirs, *ours] for fact in form}):
        there, here = _values(theirs, fact), _values(ours, fact)
        if there != here:
            yield Difference(place, fact, there, here)


def _values(forms: list[dict[str, Any]], fact: str) -> Any:
    """One value, or all that the forms have."""
    values: list[Any] = []
    for form in forms:
        if form.get(fact) not in values:
            values.append(form.get(fact))
    return values[0] if len(values) == 1 else sorted(values, key=repr)


def _parents(path: str) -> Iterator[str]:
    for end in range(len(path)):
        if path[end] == "." or path[end : end + 2] == "[]":
            yield path[:end]


def _tuple(patterns: str | list[str]) -> tuple[str, ...]:
    return (patterns,) if isinstance(patterns, str) else tuple(patterns)
