"""Models of the same interface as those of packs, small enough to be made here. They tell nothing of quality.

The voices say noise, as long as their phones last. The recogniser hears "hello hello ..." in whatever is loud.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from tests.onnx_file import Graph, Tensor

FLOAT, INT64 = 1, 7
IPA = " !,.:;?abcdefhijklmnopqrstuvwxyzæçðøħŋœɐɑɒɔɕɖəɚɛɜɡɪʃʊʌʒʔˈˌːθβᵻɹɾ"
SAMPLES_PER_TOKEN = 1200
"""Of Kokoro, at speed 1: 50 ms."""


def kokoro(folder: Path) -> Path:
    """Durations of one to three frames by token, in noise of 50 ms a token; slower at a lower speed."""
    folder.mkdir(parents=True)
    graph = Graph(
        [Tensor("tokens", (1, "n"), np.int64), Tensor("style", (1, 256)), Tensor("speed", (1,))],
        [Tensor("audio", ("m",)), Tensor("duration", (1, "n"), np.int64)],
    )
    graph.weight("three", np.array(3, np.int64))
    graph.weight("one", np.array(1, np.int64))
    graph.weight("samples", np.array([SAMPLES_PER_TOKEN], np.float32))
    graph.weight("zero", np.array(0, np.float32))
    graph.weight("tenth", np.array(0.1, np.float32))
    graph.weight("flat", np.array([-1], np.int64))
    graph.node("Mod", ["tokens", "three"], "kind")
    graph.node("Add", ["kind", "one"], "duration")
    graph.node("Div", ["samples", "speed"], "each")
    graph.node("Cast", ["each"], "whole", to=INT64)
    graph.node("Shape", ["tokens"], "tokens_shape")
    graph.node("Concat", ["tokens_shape", "whole"], "shape", axis=0)
    _noise(graph, "shape", "audio")
    graph.save(folder / "model.onnx")
    chance = np.random.default_rng(1)
    voices = {
        name: chance.normal(size=(510, 1, 256)).astype(np.float32) for name in ("af_heart", "bm_george")
    }
    with (folder / "voices.bin").open("wb") as file:
        np.savez(file, **voices)
    return folder


def piper(folder: Path, *, timed: bool = True) -> Path:
    """Widths of two to four frames by phone, in noise of that length. `timed`: it lets them be known."""
    folder.mkdir(parents=True)
    graph = Graph(
        [
            Tensor("input", (1, "n"), np.int64),
            Tensor("input_lengths", (1,), np.int64),
            Tensor("scales", (3,)),
        ],
        [Tensor("output", (1, 1, "m"))],
    )
    graph.weight("three", np.array(3, np.int64))
    graph.weight("two", np.array(2, np.float32))
    graph.weight("second", np.array(1, np.int64))
    graph.weight("hop", np.array(256, np.float32))
    graph.weight("zero", np.array(0, np.float32))
    graph.weight("tenth", np.array(0.1, np.float32))
    graph.weight("flat", np.array([-1], np.int64))
    graph.weight("ones", np.array([1, 1], np.int64))
    graph.node("Mod", ["input", "three"], "kind")
    graph.node("Cast", ["kind"], "kind_f", to=FLOAT)
    graph.node("Add", ["kind_f", "two"], "width")
    graph.node("Gather", ["scales", "second"], "length_scale", axis=0)
    graph.node("Mul", ["width", "length_scale"], "scaled")
    graph.node("Ceil" if timed else "Floor", ["scaled"], "frames")
    graph.node("ReduceSum", ["frames"], "sum")
    graph.node("Mul", ["sum", "hop"], "samples_f")
    graph.node("Cast", ["samples_f"], "samples_2d", to=INT64)
    graph.node("Reshape", ["samples_2d", "flat"], "samples")
    graph.node("Concat", ["ones", "samples"], "shape", axis=0)
    _noise(graph, "shape", "noise_1d")
    graph.node("Reshape", ["noise_1d", "shape"], "output")
    graph.save(folder / "model.onnx")
    ids = {"_": [0], "^": [1], "$": [2]} | {symbol: [3 + place] for place, symbol in enumerate(IPA)}
    config = {
        "audio": {"sample_rate": 22_050},
        "espeak": {"voice": "en-us"},
        "num_symbols": len(ids),
        "num_speakers": 1,
        "phoneme_id_map": ids,
        "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
    }
    (folder / "model.onnx.json").write_text(json.dumps(config))
    return folder


def zipformer(folder: Path) -> Path:
    """A streaming transducer: its encoder tells how loud it is, and its joiner says "hel" and "lo" in turn."""
    folder.mkdir(parents=True)
    encoder = Graph(
        [Tensor("x", ("N", 9, 80)), Tensor("state0", (1, "N", 1)), Tensor("state1", (1, "N", 1))],
        [
            Tensor("encoder_out", ("N", 1, 1)),
            Tensor("next_state0", (1, "N", 1)),
            Tensor("next_state1", (1, "N", 1)),
        ],
        metadata={
            "model_type": "lstm",
            "num_encoder_layers": "1",
            "T": "9",
            "decode_chunk_len": "4",
            "rnn_hidden_size": "1",
            "d_model": "1",
        },
    )
    encoder.node("ReduceMean", ["x"], "encoder_out", axes=[1, 2], keepdims=1)
    encoder.node("Identity", ["state0"], "next_state0")
    encoder.node("Identity", ["state1"], "next_state1")
    encoder.save(folder / "encoder.onnx")

    decoder = Graph(
        [Tensor("y", ("N", 2), np.int64)],
        [Tensor("decoder_out", ("N", 1))],
        metadata={"vocab_size": "3", "context_size": "2"},
    )
    decoder.weight("last", np.array([1], np.int64))
    decoder.node("Gather", ["y", "last"], "token", axis=1)
    decoder.node("Cast", ["token"], "decoder_out", to=FLOAT)
    decoder.save(folder / "decoder.onnx")

    joiner = Graph(
        [Tensor("encoder_out", ("N", 1)), Tensor("decoder_out", ("N", 1))],
        [Tensor("logit", ("N", 3))],
        metadata={"joiner_dim": "1"},
    )
    joiner.weight("by_loudness", np.array([[0, 1, 1]], np.float32))
    joiner.weight("by_token", np.array([[0, 2, -2]], np.float32))
    joiner.weight("bias", np.array([[0, 10 - 3, 10 + 3]], np.float32))
    joiner.node("MatMul", ["encoder_out", "by_loudness"], "loud")
    joiner.node("MatMul", ["decoder_out", "by_token"], "turn")
    joiner.node("Add", ["loud", "turn"], "both")
    joiner.node("Add", ["both", "bias"], "logit")
    joiner.save(folder / "joiner.onnx")
    (folder / "tokens.txt").write_text("<blk> 0\nLO 1\n▁HEL 2\n")
    return folder


def _noise(graph: Graph, shape: str, output: str) -> None:
    graph.node("Expand", ["zero", shape], "still")
    graph.node("RandomNormalLike", ["still"], "loud_noise")
    graph.node("Mul", ["loud_noise", "tenth"], "noise")
    graph.node("Reshape", ["noise", "flat"], output)
