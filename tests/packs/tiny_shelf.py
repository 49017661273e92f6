"""A catalogue whose packs are tiny models that work (tests/providers/tiny_packs.py), and the hub to pull them from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.packs.hub import Hub
from tests.providers import tiny_packs
from visavis.packs import shelf as shelf_module
from visavis.packs.catalogue import Pack, read_catalogue

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

[engines.sherpa]
module = "sherpa_onnx"
package = "sherpa-onnx"
licence = "Apache-2.0"

[engines.kokoro]
module = "kokoro_onnx"
package = "kokoro-onnx"
licence = "MIT"

[engines.piper]
module = "piper"
package = "piper-tts"
licence = "GPL-3.0"
"""
VOICES = {
    "kokoro": '[{ name = "af_heart", gender = "FEMALE", country = "US" }, '
    '{ name = "bm_george", gender = "MALE", country = "GB" }]',
    "piper": '[{ name = "ljspeech", gender = "FEMALE", country = "US" }]',
}
ENGINES = {"ears": "sherpa", "kokoro": "kokoro", "piper": "piper"}


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
    files = {f"/{path.relative_to(parts)}": path.read_bytes() for path in parts.glob("*/*")}
    with Hub(files).open() as hub:
        path = folder / "catalogue.toml"
        path.write_text(PACKS + "".join(_part(hub, name) for name in ENGINES))
        yield Tiny(dict(read_catalogue(path)), hub, parts)


def serve_instead_of_ours(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every shelf has the tiny catalogue."""
    monkeypatch.setattr(shelf_module, "packs", lambda: tiny.catalogue)


def _part(hub: Hub, name: str) -> str:
    files = "".join(
        f'  {{ name = "{path.rpartition("/")[2]}", bytes = {len(content)}, '
        f'sha256 = "{hashlib.sha256(content).hexdigest()}" }},\n'
        for path, content in hub.files.items()
        if path.startswith(f"/{name}/")
    )
    voices = f"voices = {VOICES[name]}\n" if name in VOICES else ""
    return (
        f'\n[parts.{name}]\nengine = "{ENGINES[name]}"\nlicence = "CC0-1.0"\nterms = "https://example.org/cc0"\n'
        f'languages = ["en"]\nurl = "{hub.url}/{name}"\nfiles = [\n{files}]\n{voices}'
    )
