"""A catalogue whose packs are tiny models that work (tests/providers/tiny_packs.py), and the hub to pull them from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.packs.catalogues import MadeCatalogue, MadeFile, MadePart
from tests.packs.hub import Hub
from tests.providers import tiny_packs
from visavis.packs import shelf as shelf_module
from visavis.packs.catalogue import Pack

PACKS = """
[packs.english]
purpose = "English"
hears = "ears"
speaks = ["kokoro"]
smaller = "small"

[packs.small]
purpose = "small"
hears = "ears"
speaks = ["piper"]
"""
VOICES = {
    "kokoro": [("af_heart", "FEMALE", "US"), ("bm_george", "MALE", "GB")],
    "piper": [("ljspeech", "FEMALE", "US")],
}
ENGINES = {"ears": "sherpa", "kokoro": "kokoro", "piper": "piper"}
MODULES = {"sherpa": "sherpa_onnx", "kokoro": "kokoro_onnx", "piper": "piper"}


@dataclass(frozen=True)
class Tiny:
    catalogue: dict[str, Pack]
    hub: Hub
    folder: Path
    """Of the parts, as `pull --from` takes it."""


@contextmanager
def tiny_catalogue(folder: Path) -> Iterator[Tiny]:
    parts = folder / "parts"
    tiny_packs.zipformer(parts / "ears")
    tiny_packs.kokoro(parts / "kokoro")
    tiny_packs.piper(parts / "piper")
    made = MadeCatalogue(PACKS, {name: _part(parts / name) for name in ENGINES}, MODULES)
    with Hub(made.at_hub()).open() as hub:
        yield Tiny(made.read(hub.url, folder), hub, parts)


def serve_instead_of_ours(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every shelf has the tiny catalogue."""
    monkeypatch.setattr(shelf_module, "packs", lambda: tiny.catalogue)


def _part(folder: Path) -> MadePart:
    files = [MadeFile(path.name, path.read_bytes()) for path in sorted(folder.iterdir())]
    return MadePart(ENGINES[folder.name], files, VOICES.get(folder.name, ()))
