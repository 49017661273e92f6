from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import yaml

from tests.face.neural import tiny_models
from tests.onnx_file import Graph, Tensor
from visavis.face.neural.description import LipModelError, NetworkFile
from visavis.face.neural.model import load_lip_model
from visavis.face.neural.network import Network
from visavis.face.neural.reading import read_lip_model


def refusal(path: Path) -> str:
    with pytest.raises(LipModelError) as refused:
        load_lip_model(read_lip_model(path))
    return str(refused.value)


def renamed(path: Path, network: str, **sections: dict[str, str]) -> Path:
    """The same model with other names for its tensors."""
    description = yaml.safe_load(path.read_text())
    description["networks"][network] |= sections
    return tiny_models.write(path, description)


def test_a_tensor_that_is_not_there_is_named_beside_those_that_are(tmp_path: Path) -> None:
    path = tiny_models.wav2lip(tmp_path)
    said = refusal(renamed(path, "generator", inputs={"sound": "sound", "face": "faces"}))
    assert said == (
        f"The network {tmp_path / 'wav2lip.onnx'}: it has no input called sound; it has faces, mel."
    )
    path = tiny_models.wav2lip(tmp_path)
    said = refusal(renamed(path, "generator", outputs={"patch": "out"}))
    assert said.endswith("it has no output called out; it has drawn.")


def test_an_input_that_nobody_would_feed_is_named(tmp_path: Path) -> None:
    path = tiny_models.musetalk(tmp_path)
    said = refusal(renamed(path, "generator", inputs={"latent": "sample", "features": "states"}))
    assert said.endswith("unet.onnx: its input timestep is not named in the description.")


def test_an_input_of_another_shape_is_named_with_both_shapes(tmp_path: Path) -> None:
    said = refusal(tiny_models.wav2lip(tmp_path, size=96))
    assert said.endswith(
        "wav2lip.onnx: its input faces (face) is batch x 6 x 64 x 64; it must take 1 x 6 x 96 x 96."
    )
    said = refusal(tiny_models.musetalk(tmp_path, sound_s=30))
    assert said.endswith("sound.onnx: its input mel (sound) is 1 x 80 x 200; it must take 1 x 80 x 3000.")


def test_an_output_whose_shape_only_shows_in_a_run_is_named_when_the_model_is_loaded(tmp_path: Path) -> None:
    said = refusal(tiny_models.wav2lip(tmp_path, patch_side=32))
    assert said.endswith("wav2lip.onnx: its output drawn is 1 x 3 x 32 x 32; it must be 1 x 3 x 64 x 64.")


def test_a_model_that_draws_no_numbers_is_refused_when_it_is_loaded(tmp_path: Path) -> None:
    path = tiny_models.wav2lip(tmp_path)
    graph = Graph(
        [Tensor("mel", [1, 1, 80, 16]), Tensor("faces", [1, 6, 64, 64])], [Tensor("drawn", [1, 3, 64, 64])]
    )
    graph.weight("no numbers", np.full((1, 3, 64, 64), np.nan, np.float32))
    graph.node("Identity", ["no numbers"], "drawn")
    graph.save(tmp_path / "wav2lip.onnx")
    assert refusal(path) == (
        "The lip model Tiny Wav2Lip cannot draw: the network gave values that are no numbers."
    )


def test_a_file_that_is_no_network_is_refused(tmp_path: Path) -> None:
    path = tiny_models.wav2lip(tmp_path)
    (tmp_path / "wav2lip.onnx").write_bytes(b"<!doctype html>")
    assert refusal(path).startswith(f"The network {tmp_path / 'wav2lip.onnx'} cannot be opened: ")


def test_a_provider_that_this_machine_lacks_is_refused_unless_another_is_there(tmp_path: Path) -> None:
    assert refusal(tiny_models.wav2lip(tmp_path, providers=["coreml"])) == (
        "The lip model Tiny Wav2Lip wants to run on coreml, but the ONNX Runtime that is installed runs on "
        "cpu only; install one that can, or change providers."
    )
    model = load_lip_model(read_lip_model(tiny_models.wav2lip(tmp_path, providers=["coreml", "cpu"])))
    assert model.runs_on == "cpu"


def double(kind: type) -> Callable[[Path], Network]:
    """A network of one type that doubles a number."""

    def opened(folder: Path) -> Network:
        graph = Graph([Tensor("x", [1], kind)], [Tensor("y", [1], kind)])
        graph.node("Add", ["x", "x"], "y")
        file = NetworkFile(graph.save(folder / "double.onnx"), {"face": "x"}, {"patch": "y"})
        model = read_lip_model(tiny_models.wav2lip(folder))
        return Network(file, model, inputs={"face": (1,)}, output=(1,))

    return opened


@pytest.mark.parametrize("kind", [np.float32, np.float16, np.int64])
def test_networks_of_half_precision_and_of_whole_numbers_are_fed_what_they_take(
    kind: type, tmp_path: Path
) -> None:
    doubled = double(kind)(tmp_path).run(face=np.array([21.0], np.float32))
    assert doubled.dtype == np.float32
    assert doubled.tolist() == [42.0]
