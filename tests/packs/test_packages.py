"""pip is the real one; what it installs is a wheel of this file's, into a folder of the test's own."""

from __future__ import annotations

import tomllib
import zipfile
from pathlib import Path

import pytest

from visavis.packs import packages
from visavis.packs.bringing import PackError
from visavis.packs.catalogue import Engine, packs

TINY = Engine("tiny", "visavis_tiny_engine", "visavis-tiny-engine>=1", "MIT")
WHEEL = """Wheel-Version: 1.0
Generator: visavis tests
Root-Is-Purelib: true
Tag: py3-none-any
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where pip installs to."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.setenv("PIP_TARGET", str(site))
    monkeypatch.syspath_prepend(site)
    return site


def write_wheel(folder: Path, version: str) -> None:
    folder.mkdir()
    about = f"visavis_tiny_engine-{version}.dist-info"
    with zipfile.ZipFile(folder / f"visavis_tiny_engine-{version}-py3-none-any.whl", "w") as wheel:
        wheel.writestr("visavis_tiny_engine.py", "")
        wheel.writestr(
            f"{about}/METADATA", f"Metadata-Version: 2.1\nName: visavis-tiny-engine\nVersion: {version}\n"
        )
        wheel.writestr(f"{about}/WHEEL", WHEEL)
        wheel.writestr(f"{about}/RECORD", "")


def test_a_package_comes_out_of_the_folder_of_wheels(site: Path, tmp_path: Path) -> None:
    write_wheel(tmp_path / packages.WHEELS, "1.2")
    assert not TINY.is_installed
    packages.install([TINY], tmp_path)
    assert TINY.is_installed
    assert (site / "visavis_tiny_engine.py").is_file()


def test_pips_own_reason_is_told(site: Path, tmp_path: Path) -> None:
    write_wheel(tmp_path / packages.WHEELS, "0.9")
    with pytest.raises(
        PackError, match="could not install visavis-tiny-engine>=1: No matching distribution found"
    ):
        packages.install([TINY], tmp_path)


def test_without_wheels_it_is_said_how_to_get_them(tmp_path: Path) -> None:
    with pytest.raises(PackError, match='pip download -d wheels "visavis-tiny-engine>=1"'):
        packages.install([TINY], tmp_path)


def test_without_pip_it_is_said_what_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("visavis.packs.packages.find_spec", lambda name: None)
    with pytest.raises(PackError, match=r"visavis-tiny-engine>=1 must be installed into .* no pip"):
        packages.install([TINY])


def test_the_engines_are_the_packages_of_the_extra() -> None:
    project = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["project"]
    engines = {part.engine.package for pack in packs().values() for part in pack.parts}
    assert engines == set(project["optional-dependencies"]["packs"])
