from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.face.neural import tiny_models
from tests.face.neural.tiny_models import musetalk_description, wav2lip_description, write
from visavis.face.neural.description import Channels, Interface, Latents, LipModelError
from visavis.face.neural.reading import read_lip_model


def test_a_description_says_everything_about_a_model(tmp_path: Path) -> None:
    model = read_lip_model(
        tiny_models.wav2lip(
            tmp_path, fps=12.5, look_ahead_ms=160, shift=0.05, providers=["cuda", "cpu"], threads=2
        )
    )
    assert (model.name, model.interface, model.licence) == (
        "Tiny Wav2Lip", Interface.WAV2LIP, "made by the tests",
    )  # fmt: skip
    assert (model.size, model.channels, model.low, model.high) == (64, Channels.BGR, 0, 1)
    assert (model.fps, model.look_ahead_s, model.shift) == (12.5, 0.16, 0.05)
    assert (model.providers, model.threads, model.latents) == (("cuda", "cpu"), 2, None)
    generator = model.networks["generator"]
    assert generator.path == tmp_path / "wav2lip.onnx"
    assert generator.inputs == {"sound": "mel", "face": "faces"}
    assert generator.outputs == {"patch": "drawn"}


def test_what_a_description_leaves_out_is_as_in_the_models_own_scripts(tmp_path: Path) -> None:
    model = read_lip_model(tiny_models.musetalk(tmp_path))
    assert (model.fps, model.look_ahead_s, model.shift) == (25, 0.2, 0)
    assert (model.providers, model.threads) == (("cpu",), 1)
    assert model.latents == Latents(scale=0.18215, sound_s=2, add_positions=True)
    del (without := musetalk_description())["sound_s"]
    latents = read_lip_model(write(tmp_path / "whisper.yaml", without)).latents
    assert latents is not None
    assert latents.sound_s == 30


def changed(**changes: Any) -> dict[str, Any]:
    return wav2lip_description() | changes


def without(key: str) -> dict[str, Any]:
    return {name: value for name, value in wav2lip_description().items() if name != key}


def generator(**changes: Any) -> dict[str, Any]:
    return changed(networks={"generator": wav2lip_description()["networks"]["generator"] | changes})


WRONG = {
    "a key that is missing": (without("licence"), "licence is missing."),
    "a key that is misspelt": (
        without("licence") | {"license": "MIT"}, "licence is missing; is license meant for it?",
    ),
    "a key that is not known": (
        changed(sizes=3), "sizes is not known; did you mean size?",
    ),
    "an interface that is not known": (
        changed(interface="sadtalker"), "interface is 'sadtalker'; it must be one of wav2lip, musetalk.",
    ),
    "a size that is no number": (changed(size="big"), "size is 'big'; it must be a number from 32 to 1024."),
    "a size that is too large": (changed(size=4096), "size is 4096; it must be a number from 32 to 1024."),
    "half a pixel": (changed(size=96.5), "size is 96.5; it must be a whole number."),
    "a size that no latent has": (changed(size=100), "size is 100; it must be a multiple of 8."),
    "true for a number": (changed(size=True), "size is True; it must be a number from 32 to 1024."),
    "an order of channels": (changed(channels="gbr"), "channels is 'gbr'; it must be one of rgb, bgr."),
    "white darker than black": (
        changed(range=[1, 0]), "range is [1, 0]; it must be the values of black and white, as [0, 1].",
    ),
    "half a range": (
        changed(range=[1]), "range is [1]; it must be the values of black and white, as [0, 1].",
    ),
    "frames that do not fit": (changed(fps=30), "fps is 30; it must be 25 or 12.5."),
    "more than it can hear": (
        changed(look_ahead_ms=300), "look_ahead_ms is 300; it must be a number from 0 to 200.",
    ),
    "infinity": (changed(shift=float("inf")), "shift is inf; it must be a number from -0.5 to 0.5."),
    "a provider that is not known": (
        changed(providers=["gpu"]), "providers is ['gpu']; it must be a list of some of cpu, cuda,",
    ),
    "no provider": (changed(providers=[]), "providers is []; it must be a list of some of cpu, cuda,"),
    "no networks": (changed(networks=None), "networks must hold keys with values."),
    "a network that is missing": (
        changed(networks={"unet": {}}), "networks: generator is missing.",
    ),
    "a network too many": (
        changed(networks=wav2lip_description()["networks"] | {"vae": {}}),
        "networks: vae is not known; there are generator.",
    ),
    "a file that is not there": (generator(file="gone.onnx"), "networks: generator: file names "),
    "a tensor that is missing": (
        generator(inputs={"sound": "mel"}), "networks: generator: inputs: face is missing.",
    ),
    "a tensor without a name": (
        generator(outputs={"patch": None}),
        "networks: generator: outputs: patch is None; it must be a text.",
    ),
    "a tensor too many": (
        generator(outputs={"patch": "drawn", "mask": "mask"}), "outputs: mask is not known; there are patch.",
    ),
    "what only the other interface has": (
        changed(latent_scale=1), "latent_scale is not known;",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("description", "said"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_in_words(tmp_path: Path, description: dict[str, Any], said: str) -> None:
    tiny_models.wav2lip(tmp_path)
    with pytest.raises(LipModelError) as refused:
        read_lip_model(write(tmp_path / "wrong.yaml", description))
    assert str(refused.value).startswith(f"The lip model {tmp_path / 'wrong.yaml'}: ")
    assert said in str(refused.value)


def test_musetalk_must_hear_what_its_features_reach(tmp_path: Path) -> None:
    path = tiny_models.musetalk(tmp_path, look_ahead_ms=100)
    with pytest.raises(LipModelError, match="look_ahead_ms is 100; it must be a number from 120 to 1000"):
        read_lip_model(path)


def test_a_file_that_holds_no_description_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.yaml"
    with pytest.raises(LipModelError, match="cannot be read"):
        read_lip_model(path)
    for content, said in {
        "[": "is not YAML",
        "- wav2lip": "must hold keys with values",
        "name: a\nname: b": "'name' is said twice",
        "!!python/object/apply:os.getcwd []": "is not YAML",
    }.items():
        path.write_text(content)
        with pytest.raises(LipModelError, match=said):
            read_lip_model(path)
