"""Writes ONNX files: as much of the format (protocol buffers, onnx.proto) as the tests' networks need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

OPSET, IR_VERSION = 17, 9
TYPES = {np.dtype(np.float32): 1, np.dtype(np.int64): 7, np.dtype(np.float16): 10}
Side = int | str
"""A name is a side that is free."""


@dataclass(frozen=True)
class Tensor:
    name: str
    shape: Sequence[Side]
    type: type = np.float32


@dataclass
class Graph:
    inputs: list[Tensor]
    outputs: list[Tensor]
    nodes: list[bytes] = field(default_factory=list)
    weights: list[bytes] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)

    def node(self, kind: str, inputs: Sequence[str], output: str, **attributes: int | list[int]) -> None:
        self.nodes.append(
            b"".join(_text(1, name) for name in inputs)
            + _text(2, output)
            + _text(4, kind)
            + b"".join(_bytes(5, _attribute(name, value)) for name, value in attributes.items())
        )

    def weight(self, name: str, values: NDArray[np.generic]) -> str:
        dims = b"".join(_number(1, side) for side in values.shape)
        kind = _number(2, TYPES[values.dtype])
        self.weights.append(dims + kind + _text(8, name) + _bytes(9, values.tobytes()))
        return name

    def save(self, path: Path) -> Path:
        graph = b"".join(_bytes(1, node) for node in self.nodes) + _text(2, "tests")
        graph += b"".join(_bytes(5, weight) for weight in self.weights)
        graph += b"".join(_bytes(11, _value(tensor)) for tensor in self.inputs)
        graph += b"".join(_bytes(12, _value(tensor)) for tensor in self.outputs)
        opset = _text(1, "") + _number(2, OPSET)
        told = b"".join(_bytes(14, _text(1, name) + _text(2, value)) for name, value in self.metadata.items())
        path.write_bytes(_number(1, IR_VERSION) + _bytes(7, graph) + _bytes(8, opset) + told)
        return path


def random_weights(
    seed: int, shapes: Mapping[str, Sequence[int]], scale: float
) -> dict[str, NDArray[np.float32]]:
    chance = np.random.default_rng(seed)
    return {name: (chance.normal(size=shape) * scale).astype(np.float32) for name, shape in shapes.items()}


def _attribute(name: str, value: int | list[int]) -> bytes:
    if isinstance(value, int):
        return _text(1, name) + _number(3, value) + _number(20, 2)
    return _text(1, name) + b"".join(_number(8, part) for part in value) + _number(20, 7)


def _value(tensor: Tensor) -> bytes:
    sides = b"".join(
        _bytes(1, _number(1, side) if isinstance(side, int) else _text(2, side)) for side in tensor.shape
    )
    kind = _number(1, TYPES[np.dtype(tensor.type)]) + _bytes(2, sides)
    return _text(1, tensor.name) + _bytes(2, _bytes(1, kind))


# the wire format: a tag of field number and kind, then a varint or a length and its bytes


def _number(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value)


def _text(number: int, value: str) -> bytes:
    return _bytes(number, value.encode())


def _bytes(number: int, value: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    value &= (1 << 64) - 1
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])
