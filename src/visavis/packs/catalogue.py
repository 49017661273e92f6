"""Which packs there are (`catalogue.toml`), and what each is made of."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

FILE = "catalogue.toml"


@dataclass(frozen=True, slots=True)
class PackFile:
    name: str
    """What it is called here."""
    origin: str
    """What it is called there."""
    url: str
    bytes: int
    sha256: str | None
    """None: nobody has told it yet; what the first pull finds is kept."""


@dataclass(frozen=True, slots=True)
class Engine:
    """What runs a part."""

    name: str
    module: str
    package: str
    """What pip is asked for."""
    licence: str

    @property
    def is_installed(self) -> bool:
        return find_spec(self.module) is not None


@dataclass(frozen=True, slots=True)
class PackVoice:
    name: str
    gender: str
    country: str


@dataclass(frozen=True, slots=True)
class Part:
    """Files that are of use only together: a recogniser, or the model of one or more voices."""

    name: str
    engine: Engine
    licence: str
    terms: str
    """Where the licence can be read."""
    languages: tuple[str, ...]
    """ISO 639-1."""
    files: tuple[PackFile, ...]
    voices: tuple[PackVoice, ...] = ()
    tells_language: bool = False
    """A recogniser that wants to be told which of its languages is spoken."""

    @property
    def bytes(self) -> int:
        return sum(file.bytes for file in self.files)


@dataclass(frozen=True)
class Pack:
    name: str
    purpose: str
    hears: Part
    speaks: tuple[Part, ...]
    smaller: str | None = None
    """The pack for a machine on which this one is too slow."""

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        return (self.hears, *self.speaks)

    @property
    def bytes(self) -> int:
        return sum(part.bytes for part in self.parts)

    @property
    def missing_engines(self) -> tuple[Engine, ...]:
        return tuple(one for one in dict.fromkeys(part.engine for part in self.parts) if not one.is_installed)

    def voice(self, language: str, gender: str | None, country: str | None) -> tuple[Part, PackVoice] | None:
        """The one that fits best; None: nobody speaks the language (ISO 639-1, with an optional region)."""
        short = language.split("-")[0].lower()
        fitting = [(part, voice) for part in self.speaks if short in part.languages for voice in part.voices]
        fits = ((part, voice, _likeness(voice, gender, country)) for part, voice in fitting)
        best = max(fits, key=lambda one: one[2], default=None)
        return best and (best[0], best[1])


def _likeness(voice: PackVoice, gender: str | None, country: str | None) -> int:
    wanted = gender if gender in ("MALE", "FEMALE") else "FEMALE"
    return 2 * (voice.gender == wanted) + (voice.country == (country or "US"))


def read_catalogue(path: Path | None = None) -> Mapping[str, Pack]:
    """By name, in the order of the file. Without a path: our own."""
    text = path.read_text("utf-8") if path else (files("visavis.packs") / FILE).read_text("utf-8")
    tables = tomllib.loads(text)
    engines = {name: Engine(name, **table) for name, table in tables["engines"].items()}
    parts = {name: _part(name, table, engines) for name, table in tables["parts"].items()}
    return {name: _pack(name, table, parts) for name, table in tables["packs"].items()}


@cache
def packs() -> Mapping[str, Pack]:
    """Ours, by name."""
    return read_catalogue()


def _pack(name: str, table: dict[str, Any], parts: Mapping[str, Part]) -> Pack:
    speaks = tuple(parts[one] for one in table["speaks"])
    return Pack(name, table["purpose"], parts[table["hears"]], speaks, table.get("smaller"))


def _part(name: str, table: dict[str, Any], engines: Mapping[str, Engine]) -> Part:
    return Part(
        name=name,
        engine=engines[table["engine"]],
        licence=table["licence"],
        terms=table["terms"],
        languages=tuple(table["languages"]),
        files=tuple(_file(table["url"], one) for one in table["files"]),
        voices=tuple(PackVoice(**voice) for voice in table.get("voices", ())),
        tells_language=table.get("tells_language", False),
    )


def _file(url: str, table: dict[str, Any]) -> PackFile:
    origin = table.get("from", table["name"])
    return PackFile(table["name"], origin, f"{url}/{origin}", table["bytes"], table.get("sha256"))
