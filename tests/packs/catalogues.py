"""Catalogues of packs that tests make up, and the text that a catalogue is."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from visavis.packs.catalogue import Pack, read_catalogue


@dataclass(frozen=True)
class MadeFile:
    name: str
    content: bytes
    origin: str | None = None
    """What it is called where it comes from; None: the same."""
    is_known: bool = True
    """The catalogue knows its checksum."""

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class MadePart:
    engine: str
    files: Sequence[MadeFile]
    voices: Sequence[tuple[str, str, str]] = ()
    """Name, gender and country of each."""


@dataclass(frozen=True)
class MadeCatalogue:
    packs: str
    """As text."""
    parts: Mapping[str, MadePart]
    engines: Mapping[str, str]
    """The module of each."""

    def at_hub(self) -> dict[str, bytes]:
        """All files, by their paths there."""
        return {
            f"/{name}/{file.origin or file.name}": file.content
            for name, part in self.parts.items()
            for file in part.files
        }

    def read(self, url: str, folder: Path) -> dict[str, Pack]:
        """As it says that its files are at `url`; written into `folder`."""
        parts = "".join(_part(url, name, part) for name, part in self.parts.items())
        engines = "".join(
            f'[engines.{name}]\nmodule = "{module}"\npackage = "{module}"\nlicence = "MIT"\n'
            for name, module in self.engines.items()
        )
        path = folder / "catalogue.toml"
        path.write_text(self.packs + parts + engines)
        return dict(read_catalogue(path))


def _part(url: str, name: str, part: MadePart) -> str:
    files = ",\n".join(map(_file, part.files))
    voices = ", ".join(
        f'{{ name = "{voice}", gender = "{gender}", country = "{country}" }}'
        for voice, gender, country in part.voices
    )
    return f"""
[parts.{name}]
engine = "{part.engine}"
licence = "CC0-1.0"
terms = "https://example.org/cc0"
languages = ["en"]
url = "{url}/{name}"
files = [{files}]
voices = [{voices}]
"""


def _file(file: MadeFile) -> str:
    origin = f', from = "{file.origin}"' if file.origin else ""
    checksum = f', sha256 = "{file.sha256}"' if file.is_known else ""
    return f'{{ name = "{file.name}", bytes = {len(file.content)}{origin}{checksum} }}'
