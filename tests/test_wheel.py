"""The wheel holds the built pages, which git ignores and a server without Node.js still has to serve."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

import visavis
from visavis.api.pages import BUILT

HOUSE = Path(__file__).parents[1]
PACKAGE = Path(visavis.__file__).parent
ENTRIES = {"index.html", "share.html", "embed.html", "docs.html", "widget.js"}
"""Whatever is asked for by name; the rest is asked for by these."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    pytest.importorskip("hatchling", reason="the build backend is a dependency of development")
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder],
        cwd=HOUSE,
        check=True,
        capture_output=True,
        timeout=100,
    )
    [built] = folder.glob("*.whl")
    return ZipFile(built)


def test_every_page_that_was_built_is_in_the_wheel_as_it_is(wheel: ZipFile) -> None:
    pages = {
        path.relative_to(BUILT).as_posix(): path.read_bytes() for path in BUILT.rglob("*") if path.is_file()
    }
    prefix = f"{BUILT.relative_to(PACKAGE.parent).as_posix()}/"

    packed = {
        name.removeprefix(prefix): wheel.read(name) for name in wheel.namelist() if name.startswith(prefix)
    }

    assert pages.keys() >= ENTRIES, "npm --prefix web run build"
    assert packed == pages


def test_what_the_server_reads_beside_its_code_is_in_the_wheel(wheel: ZipFile) -> None:
    """Pictures of people, examples of the API, migrations: whatever git keeps in the package."""
    kept = subprocess.run(
        ["git", "ls-files", "-z", "src/visavis"], cwd=HOUSE, check=True, capture_output=True, text=True
    ).stdout
    names = {name.removeprefix("src/") for name in kept.split("\0") if name}

    assert names <= set(wheel.namelist())
