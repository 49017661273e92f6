"""The packs that are installed here, and which of them is the default of this server.

```
packs/packs.json                what is installed, how fast it was, and the default
packs/parts/kokoro/model.onnx   the files of each part
packs/parts/kokoro/part.json    their checksums, written last: without it the part is not whole
```
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from visavis.packs.bringing import PackError, check_room, checksum, come
from visavis.packs.catalogue import Pack, PackFile, PackVoice, Part, packs

SLACK_BYTES = 64_000_000
"""Left free on the disk beside a pack."""


class Source(Protocol):
    def bring(self, part: Part, file: PackFile, place: Path) -> None:
        """Put the whole file there, unchecked. Raises PackError."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds of work for a second of sound, on this machine."""

    hears: float
    speaks: float


class Shelf:
    def __init__(self, folder: Path, catalogue: Mapping[str, Pack] | None = None) -> None:
        self._folder = folder
        self.catalogue = packs() if catalogue is None else catalogue

    # ---- looking

    @property
    def default(self) -> Pack | None:
        """The pack that listens and speaks here; None: the embedded engines do."""
        pack = self.catalogue.get(self._state()["default"] or "")
        return pack if pack and self.holds(pack) else None

    def holds(self, pack: Pack) -> bool:
        """Whether it was pulled, and all of it is there."""
        return pack.name in self._state()["installed"] and all(map(self.is_whole, pack.parts))

    def pace(self, pack: Pack) -> Pace | None:
        """How fast it was when it was tried; None: it has not been."""
        measured = self._state()["installed"].get(pack.name)
        return Pace(**measured) if measured else None

    def spoken_by(self, part: Part, voice: PackVoice) -> dict[str, Any]:
        """By which an engine process knows the voice: fields of a VoiceSpec, which this floor cannot name."""
        return {
            "display_name": voice.name,
            "engine": part.engine.name,
            "name": voice.name,
            "language": part.languages[0],
            "model": str(self.folder_of(part)),
        }

    def folder_of(self, part: Part) -> Path:
        return self._folder / "parts" / part.name

    def is_whole(self, part: Part) -> bool:
        folder = self.folder_of(part)
        return _record(folder) is not None and all(
            (folder / file.name).is_file() and (folder / file.name).stat().st_size == file.bytes
            for file in part.files
        )

    def missing_bytes(self, pack: Pack) -> int:
        """Of what has come of a file already, nothing."""
        return sum(
            max(0, file.bytes - come(self.folder_of(part) / file.name))
            for part in pack.parts
            if not self.is_whole(part)
            for file in part.files
        )

    # ---- changing

    def put(self, pack: Pack, source: Source, say: Callable[[str], None] = lambda line: None) -> None:
        """Bring what is missing, and check it. Blocks for minutes. Raises PackError; what came stays."""
        self._folder.mkdir(parents=True, exist_ok=True)
        check_room(self._folder, self.missing_bytes(pack) + SLACK_BYTES)
        for part in pack.parts:
            if self.is_whole(part):
                say(f"{part.name}: is there")
                continue
            self._put_part(part, source, say)
        state = self._state()
        state["installed"].setdefault(pack.name, None)
        self._keep(state)

    def _put_part(self, part: Part, source: Source, say: Callable[[str], None]) -> None:
        folder = self.folder_of(part)
        folder.mkdir(parents=True, exist_ok=True)
        found = {}
        for file in part.files:
            place = folder / file.name
            if not (place.is_file() and checksum(place) == file.sha256):
                source.bring(part, file, place)
                found[file.name] = _checked(place, file)
            else:
                found[file.name] = file.sha256
            if file.sha256 is None:
                say(
                    f"{file.origin}: no checksum of it is known; taken on trust, this time and from now on "
                    f"as sha256 {found[file.name]}"
                )
        _write(folder / "part.json", {"sha256": found, "licence": part.licence, "terms": part.terms})
        say(f"{part.name}: {folder}")

    def remember(self, pack: Pack, pace: Pace) -> None:
        state = self._state()
        state["installed"][pack.name] = asdict(pace)
        self._keep(state)

    def make_default(self, pack: Pack | None) -> None:
        """None: the embedded engines. Raises PackError where the pack is not here."""
        if pack is not None and not self.holds(pack):
            raise PackError(f"{pack.name} is not here: run `visavis models pull {pack.name}`")
        self._keep({**self._state(), "default": pack and pack.name})

    def remove(self, pack: Pack) -> None:
        """Its record, and the files that no other installed pack needs, also of a pull that was given up.
        Raises PackError where there is nothing of it."""
        state = self._state()
        others = {name: pace for name, pace in state["installed"].items() if name != pack.name}
        kept = {part for name in others for part in self.catalogue[name].parts}
        folders = [self.folder_of(part) for part in pack.parts if part not in kept]
        if pack.name not in state["installed"] and not any(map(Path.exists, folders)):
            raise PackError(f"{pack.name} is not here")
        default = None if state["default"] == pack.name else state["default"]
        self._keep({"default": default, "installed": others})
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)

    # ---- its memory

    def _state(self) -> dict[str, Any]:
        try:
            state = json.loads((self._folder / "packs.json").read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            state = {}
        installed = {
            name: pace for name, pace in state.get("installed", {}).items() if name in self.catalogue
        }
        return {"default": state.get("default"), "installed": installed}

    def _keep(self, state: dict[str, Any]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        _write(self._folder / "packs.json", state)


def _checked(place: Path, file: PackFile) -> str:
    """Its checksum. Raises PackError, and removes the file, where it is another than it should be."""
    found = checksum(place)
    wanted = file.sha256 or (_record(place.parent) or {}).get("sha256", {}).get(file.name)
    if wanted is not None and found != wanted:
        place.unlink()
        raise PackError(
            f"{file.origin} is not the file that it should be (sha256 {found}, not {wanted}); it was thrown "
            "away. Pull again; if that says the same, whoever offers it has changed it"
        )
    return found


def _record(folder: Path) -> dict[str, Any] | None:
    try:
        record: dict[str, Any] = json.loads((folder / "part.json").read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return record


def _write(path: Path, content: dict[str, Any]) -> None:
    """Whole or not at all: a server may be reading."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as file:
        json.dump(content, file, indent=2)
    part = Path(file.name)
    part.chmod(0o644)
    part.replace(path)
