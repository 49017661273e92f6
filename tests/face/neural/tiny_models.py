"""Tiny lip models of both interfaces, with random weights: what they draw is no face, but moves with the sound."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from tests.onnx_file import Graph, Tensor, random_weights

SIZE = 64
SOUND_S = 2
LAYERS, WIDTH = 5, 8
CHANNELS, SIDE = 4, SIZE // 8


def wav2lip(folder: Path, *, patch_side: int = SIZE, spoilt: bool = False, **changes: Any) -> Path:
    """The YAML file of a Wav2Lip; `spoilt` draws no numbers as soon as there is sound."""
    folder.mkdir(parents=True, exist_ok=True)
    graph = Graph(
        [Tensor("mel", ["batch", 1, 80, 16]), Tensor("faces", ["batch", 6, SIZE, SIZE])],
        [Tensor("drawn", ["batch", 3, "high", "wide"])],
    )
    shapes = {"w_face": (8, 6, 3, 3), "w_mel": (80 * 16, 8), "w_out": (8, 3, 2, 2)}
    for name, values in random_weights(1, shapes, 0.05).items():
        graph.weight(name, values)
    graph.weight("per channel", np.array([-1, 8, 1, 1], np.int64))
    graph.node("Conv", ["faces", "w_face"], "seen", strides=[2, 2], pads=[1, 1, 1, 1])
    graph.node("Flatten", ["mel"], "flat", axis=1)
    graph.node("MatMul", ["flat", "w_mel"], "heard")
    graph.node("Reshape", ["heard", "per channel"], "everywhere")
    graph.node("Add", ["seen", "everywhere"], "both")
    graph.node("ConvTranspose", ["both", "w_out"], "grown", strides=[2, 2], kernel_shape=[2, 2])
    graph.node("Sigmoid", ["grown"], "picture")
    last = "picture"
    if spoilt:
        graph.weight("nothing", np.array([0], np.float32))
        graph.node("ReduceMax", ["mel"], "loudest", keepdims=0)
        graph.node("Neg", ["loudest"], "quiet")
        graph.node("Sqrt", ["quiet"], "no number")
        graph.node("Mul", ["no number", "nothing"], "spoiling")
        graph.node("Add", [last, "spoiling"], "spoilt")
        last = "spoilt"
    if patch_side != SIZE:
        for name, values in {"first": [0, 0], "end": [patch_side] * 2, "axes": [2, 3]}.items():
            graph.weight(name, np.array(values, np.int64))
        graph.node("Slice", [last, "first", "end", "axes"], "drawn")
    else:
        graph.node("Identity", [last], "drawn")
    graph.save(folder / "wav2lip.onnx")
    return write(folder / "wav2lip.yaml", wav2lip_description() | changes)


def wav2lip_description() -> dict[str, Any]:
    return {
        "name": "Tiny Wav2Lip",
        "interface": "wav2lip",
        "licence": "made by the tests",
        "size": SIZE,
        "channels": "bgr",
        "range": [0, 1],
        "networks": {
            "generator": {
                "file": "wav2lip.onnx",
                "inputs": {"sound": "mel", "face": "faces"},
                "outputs": {"patch": "drawn"},
            }
        },
    }


def musetalk(folder: Path, **changes: Any) -> Path:
    """The YAML file of a MuseTalk whose sound encoder takes two seconds."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = random_weights(
        2,
        {
            "w_sound": (LAYERS * WIDTH, 80, 2),
            "w_face": (CHANNELS, 3, 8, 8),
            "w_latent": (CHANNELS, 2 * CHANNELS, 1, 1),
            "w_heard": (10 * LAYERS * WIDTH, CHANNELS),
            "w_out": (CHANNELS, 3, 8, 8),
        },
        0.2,
    )
    latent = [1, CHANNELS, SIDE, SIDE]

    encoder = Graph(
        [Tensor("mel", [1, 80, 100 * SOUND_S])], [Tensor("states", [1, 50 * SOUND_S, LAYERS, WIDTH])]
    )
    encoder.weight("w", weights["w_sound"])
    encoder.weight("shape", np.array([1, 50 * SOUND_S, LAYERS, WIDTH], np.int64))
    encoder.node("Conv", ["mel", "w"], "halved", strides=[2])
    encoder.node("Transpose", ["halved"], "by time", perm=[0, 2, 1])
    encoder.node("Reshape", ["by time", "shape"], "states")
    encoder.save(folder / "sound.onnx")

    face = Graph([Tensor("image", [1, 3, SIZE, SIZE])], [Tensor("mean", latent)])
    face.weight("w", weights["w_face"])
    face.node("Conv", ["image", "w"], "mean", strides=[8, 8])
    face.save(folder / "face.onnx")

    unet = Graph(
        [
            Tensor("sample", [1, 2 * CHANNELS, SIDE, SIDE]),
            Tensor("timestep", [1], np.int64),
            Tensor("states", [1, "positions", WIDTH]),
        ],
        [Tensor("latent", latent)],
    )
    unet.weight("w", weights["w_latent"])
    unet.weight("w_heard", weights["w_heard"])
    unet.weight("per channel", np.array([1, CHANNELS, 1, 1], np.int64))
    unet.node("Conv", ["sample", "w"], "seen")
    unet.node("Flatten", ["states"], "flat", axis=1)
    unet.node("MatMul", ["flat", "w_heard"], "heard")
    unet.node("Cast", ["timestep"], "time", to=1)
    unet.node("Add", ["heard", "time"], "timed")
    unet.node("Reshape", ["timed", "per channel"], "everywhere")
    unet.node("Add", ["seen", "everywhere"], "latent")
    unet.save(folder / "unet.onnx")

    decoder = Graph([Tensor("latent", latent)], [Tensor("image", [1, 3, SIZE, SIZE])])
    decoder.weight("w", weights["w_out"])
    decoder.node("ConvTranspose", ["latent", "w"], "grown", strides=[8, 8], kernel_shape=[8, 8])
    decoder.node("Tanh", ["grown"], "image")
    decoder.save(folder / "decoder.onnx")
    return write(folder / "musetalk.yaml", musetalk_description() | changes)


def musetalk_description() -> dict[str, Any]:
    return {
        "name": "Tiny MuseTalk",
        "interface": "musetalk",
        "licence": "made by the tests",
        "size": SIZE,
        "channels": "rgb",
        "range": [-1, 1],
        "sound_s": SOUND_S,
        "networks": {
            "sound_encoder": {
                "file": "sound.onnx",
                "inputs": {"sound": "mel"},
                "outputs": {"features": "states"},
            },
            "face_encoder": {
                "file": "face.onnx",
                "inputs": {"face": "image"},
                "outputs": {"latent": "mean"},
            },
            "generator": {
                "file": "unet.onnx",
                "inputs": {"latent": "sample", "features": "states", "timestep": "timestep"},
                "outputs": {"latent": "latent"},
            },
            "face_decoder": {
                "file": "decoder.onnx",
                "inputs": {"latent": "latent"},
                "outputs": {"patch": "image"},
            },
        },
    }


def write(path: Path, description: Mapping[str, Any]) -> Path:
    path.write_text(yaml.safe_dump(dict(description), sort_keys=False), "utf-8")
    return path
