"""visavis avatar build"""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import pytest
from tests.face.photo.photos import jpeg, landscape_without_people, photo_of, scaled
from tests.images import png_that_says
from tests.model_files import fetched_models
from typer.testing import CliRunner, Result

from visavis.cli import app
from visavis.face.avatar import open_avatar


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "models").symlink_to(fetched_models())
    return folder


def build(photo: Path, data_dir: Path, *more: str) -> Result:
    return CliRunner().invoke(app, ["avatar", "build", str(photo), "--data-dir", str(data_dir), *more])


def saved(folder: Path, content: bytes) -> Path:
    path = folder / "alex.jpg"
    path.write_bytes(content)
    return path


def test_a_photo_becomes_an_avatar_file_with_a_report_and_a_sheet(tmp_path: Path, data_dir: Path) -> None:
    photo = saved(tmp_path, jpeg(scaled(photo_of(), 0.5)))
    report, sheet = tmp_path / "report.json", tmp_path / "sheet.png"

    done = build(photo, data_dir, "--size", "512x512", "--report", str(report), "--sheet", str(sheet))

    assert done.exit_code == 0, done.output
    assert done.stdout.strip() == str(tmp_path / "alex.avatar")
    assert "Closing the mouth" in done.stderr
    assert open_avatar(tmp_path / "alex.avatar").width == 512
    assert {"width": 1152, "height": 768} in json.loads(report.read_text())["sizes"]
    assert cv2.imread(str(sheet)).shape == (1536, 2048, 3)


def test_a_photo_that_will_not_do_is_refused_in_words(tmp_path: Path, data_dir: Path) -> None:
    report = tmp_path / "report.json"
    done = build(saved(tmp_path, jpeg(landscape_without_people())), data_dir, "--report", str(report))
    assert done.exit_code == 1
    assert "There is no face" in done.stderr
    assert json.loads(report.read_text())["findings"][0]["code"] == "no_face"
    assert not (tmp_path / "alex.avatar").exists()


def test_an_upright_frame_needs_more_of_the_body(tmp_path: Path, data_dir: Path) -> None:
    photo = saved(tmp_path, jpeg(photo_of()[:775]))
    done = build(photo, data_dir, "--size", "768x1152")
    assert (done.exit_code, "too little for 768x1152" in done.stderr) == (1, True)


@pytest.mark.parametrize("content", [b"no image", png_that_says(60_000, 60_000)])
def test_what_is_no_photo_is_refused_before_it_is_decoded(
    tmp_path: Path, data_dir: Path, content: bytes
) -> None:
    done = build(saved(tmp_path, content), data_dir)
    assert done.exit_code == 1
    assert done.stderr.strip().count("\n") == 0


def test_missing_files_and_wrong_sizes_are_said(tmp_path: Path, data_dir: Path) -> None:
    assert "No such file" in build(tmp_path / "none.jpg", data_dir).stderr
    photo = saved(tmp_path, jpeg(scaled(photo_of(), 0.5)))
    wrong = build(photo, data_dir, "--size", "9x9")
    assert wrong.exit_code == 2
    assert "1152x768" in wrong.stderr
    assert "visavis models fetch" in build(photo, tmp_path / "empty").stderr
