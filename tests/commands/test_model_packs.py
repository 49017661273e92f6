"""visavis models pull, use, remove, list: from the first byte to the default of this server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.packs.tiny_shelf import Tiny, serve_instead_of_ours, tiny_catalogue
from typer.testing import CliRunner, Result

from visavis.cli import app
from visavis.packs.bringing import Folder
from visavis.packs.shelf import Pace, Shelf
from visavis.providers import local_pack

NEEDS = 'needs the packages of local packs: pip install "visavis[packs]"'
for module in ("sherpa_onnx", "kokoro_onnx", "piper"):
    pytest.importorskip(module, reason=NEEDS)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tiny]:
    with tiny_catalogue(tmp_path_factory.mktemp("tiny")) as tiny:
        yield tiny


@pytest.fixture
def tiny(made: Tiny, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    serve_instead_of_ours(made, monkeypatch)
    monkeypatch.setattr(
        local_pack, "MOST", Pace(hears=50, speaks=50)
    )  # of a machine that does more than this
    return made


@pytest.fixture
def shelf(tiny: Tiny, tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "packs")


def models(tmp_path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["models", *arguments, "--data-dir", str(tmp_path)])


def test_a_pull_brings_a_pack_tries_it_and_makes_it_the_default(shelf: Shelf, tmp_path: Path) -> None:
    done = models(tmp_path, "pull", "english", "--accept-licence")
    assert done.exit_code == 0, done.output
    assert "kokoro: CC0-1.0, https://example.org/cc0; run by kokoro (MIT)" in done.output
    assert "model.onnx: " in done.output
    assert (
        "english speaks and listens on this server by default. If the server runs, start it again."
        in done.output
    )
    assert shelf.default == shelf.catalogue["english"]
    pace = shelf.pace(shelf.catalogue["english"])
    assert pace is not None
    assert min(pace.hears, pace.speaks) > 0

    listed = models(tmp_path, "list").output
    assert f"here, the default, {pace.speaks:.2f} s to say and {pace.hears:.2f} s to hear a second" in listed
    assert "visavis models pull small" in listed


def test_nothing_comes_before_its_licence_is_accepted(tiny: Tiny, shelf: Shelf, tmp_path: Path) -> None:
    tiny.hub.asked.clear()
    refused = models(tmp_path, "pull", "english")
    assert refused.exit_code == 1
    assert "Read the licences above, then pull with --accept-licence." in refused.output
    assert not tiny.hub.asked


def test_a_folder_serves_where_there_is_no_internet(
    tiny: Tiny, shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def measured(shelf: Shelf, pack: object) -> Pace:
        return Pace(0.1, 0.1)

    monkeypatch.setattr(local_pack, "measure", measured)
    tiny.hub.asked.clear()
    done = models(tmp_path, "pull", "small", "--from", str(tiny.folder), "--accept-licence")
    assert done.exit_code == 0, done.output
    assert shelf.default == shelf.catalogue["small"]
    assert not tiny.hub.asked


def test_a_pack_that_is_too_slow_is_no_default_unless_it_is_forced_to(
    tiny: Tiny, shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_pack, "MOST", Pace(hears=50, speaks=0.0))
    refused = models(tmp_path, "pull", "english", "--from", str(tiny.folder), "--accept-licence")
    english = shelf.catalogue["english"]
    pace = shelf.pace(english)
    assert refused.exit_code == 1
    assert pace is not None
    assert "english is too slow to be the default here." in refused.output
    assert f"takes {pace.speaks:.2f} s to say" in refused.output
    assert shelf.holds(english)
    assert shelf.default is None

    again = models(tmp_path, "use", "english")
    assert again.exit_code == 1
    assert "is too slow" in again.output
    assert models(tmp_path, "use", "english", "--force").exit_code == 0
    assert shelf.default == english


def test_without_a_name_the_smaller_pack_follows_one_that_is_too_slow(
    tiny: Tiny, shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def measured(shelf: Shelf, pack: object) -> Pace:
        return Pace(0.1, 0.2 if pack == tiny.catalogue["small"] else 1.4)

    monkeypatch.setattr(local_pack, "MOST", Pace(hears=0.5, speaks=0.7))
    monkeypatch.setattr(local_pack, "measure", measured)
    done = models(tmp_path, "pull", "--from", str(tiny.folder), "--accept-licence")
    assert done.exit_code == 0, done.output
    assert "takes 1.40 s to say" in done.output
    assert shelf.default == shelf.catalogue["small"]


def test_use_and_remove_give_the_embedded_engines_back(tiny: Tiny, shelf: Shelf, tmp_path: Path) -> None:
    for name in ("english", "small"):
        shelf.put(shelf.catalogue[name], Folder(tiny.folder))
        shelf.remember(shelf.catalogue[name], Pace(0.1, 0.1))
    assert "small speaks and listens" in models(tmp_path, "use", "small").output
    assert "The embedded engines speak and listen" in models(tmp_path, "use", "embedded").output
    assert shelf.default is None

    models(tmp_path, "use", "english")
    removed = models(tmp_path, "remove", "english")
    assert "english is gone. The embedded engines speak and listen on this server." in removed.output
    assert models(tmp_path, "remove", "english").exit_code == 1


def test_what_cannot_be_had_is_told_in_a_sentence(
    tiny: Tiny, shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unknown = models(tmp_path, "pull", "klingon", "--accept-licence")
    assert (unknown.exit_code, unknown.output) == (1, "There is no pack klingon: there are english, small\n")

    monkeypatch.setattr("visavis.packs.catalogue.find_spec", lambda name: None)
    bare = models(tmp_path, "pull", "english", "--from", str(tmp_path), "--accept-licence")
    assert bare.exit_code == 1
    assert "sherpa_onnx, kokoro_onnx: installing" in bare.output
    assert 'pip download -d wheels "sherpa_onnx" "kokoro_onnx"' in bare.output


def test_a_pack_that_does_not_work_is_no_default(tiny: Tiny, shelf: Shelf, tmp_path: Path) -> None:
    shelf.put(shelf.catalogue["small"], Folder(tiny.folder))
    model = tmp_path / "packs/parts/piper/model.onnx"
    model.write_bytes(bytes(model.stat().st_size))
    broken = models(tmp_path, "use", "small")
    assert broken.exit_code == 1
    assert "small does not work here: piper: the helper process died" in broken.output
    assert shelf.default is None


def test_the_doctor_asks_the_ears_and_the_voices_of_the_default_pack(
    tiny: Tiny, shelf: Shelf, tmp_path: Path
) -> None:
    shelf.put(shelf.catalogue["english"], Folder(tiny.folder))
    shelf.make_default(shelf.catalogue["english"])
    asked = CliRunner().invoke(app, ["doctor", "the pack", "--data-dir", str(tmp_path)])
    assert asked.exit_code == 0, asked.output
    ears, voice = (line for line in asked.output.splitlines() if "the pack english" in line)
    assert ears.startswith("✓ hear   the pack english, ears: ")
    assert "Hello hello" in ears
    assert voice.startswith("✓ speak  the pack english, kokoro: ")
