"""The network: dense layers over a few earlier steps each, played as the sound comes.

    input ─ layer ─ layer ─┬ layer ┬─┬ layer ┬─▶ head: visemes, mouth, closure
      70     112     96    └───────┘ └───────┘

A time-delay network (Waibel et al. 1989): it keeps no state but the last few rows of each layer's input, so
any cut of the stream gives the same answers, and silence in between leaves nothing behind.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from visavis.face.hearing.reference import STEP_VALUES
from visavis.face.hearing.spectrum import Floats
from visavis.face.mouth import Mouth
from visavis.face.phones import Viseme

WEIGHTS = "weights.npz"
VISEMES, MOUTH_VALUES = len(Viseme), len(Mouth._fields)


@dataclass(frozen=True, slots=True)
class Layer:
    """What a layer sees and gives: the rows at these steps before now, side by side -> `width` values."""

    steps_back: tuple[int, ...]
    inputs: int
    width: int
    added: bool = False
    """It gives what it adds to its newest row."""


LAYERS = (
    Layer((2, 1, 0), STEP_VALUES, 112),
    Layer((2, 1, 0), 112, 96),
    Layer((4, 2, 0), 96, 96, added=True),
    Layer((6, 3, 0), 96, 96, added=True),
)
HEAD = Layer((0,), 96, VISEMES + MOUTH_VALUES + 1)
PAST_STEPS = sum(max(layer.steps_back) for layer in LAYERS)
"""How far back an answer depends on the sound."""

Weights = tuple[tuple[Floats, Floats], ...]
"""Of each layer and the head: (rows side by side, width) and (width,)."""


def read_weights(source: object) -> Weights:
    """From an npz file: `0`, `0_bias`, `1`, … in half precision."""
    with np.load(source) as arrays:  # type: ignore[arg-type]
        return tuple(
            (arrays[str(number)].astype(np.float32), arrays[f"{number}_bias"].astype(np.float32))
            for number in range(len(LAYERS) + 1)
        )


@cache
def shipped_weights() -> Weights:
    """Those that the server plays; read once."""
    with (files(__package__) / WEIGHTS).open("rb") as file:
        return read_weights(file)


@dataclass(frozen=True, slots=True)
class Answers:
    """Of n steps: how likely each viseme is (n, VISEMES), the mouth (n, 8), how likely lips are shut (n,)."""

    visemes: Floats
    mouths: Floats
    closures: Floats


class Network:
    """One stream of sound."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._rows = [np.zeros((max(layer.steps_back), layer.inputs), np.float32) for layer in LAYERS]

    def answer(self, values: Floats) -> Answers:
        """The steps that follow those before: (n, STEP_VALUES)."""
        rows = values
        for number, layer in enumerate(LAYERS):
            rows = self._layer(number, layer, rows)
        weight, bias = self._weights[-1]
        out = rows @ weight + bias
        scores = out[:, :VISEMES]
        likely = np.exp(scores - scores.max(1, keepdims=True))
        shares = 1.0 / (1.0 + np.exp(-out[:, VISEMES:]))
        return Answers(likely / likely.sum(1, keepdims=True), shares[:, :MOUTH_VALUES], shares[:, -1])

    def _layer(self, number: int, layer: Layer, rows: Floats) -> Floats:
        seen = np.concatenate([self._rows[number], rows])
        self._rows[number] = seen[len(rows) :]
        weight, bias = self._weights[number]
        out: Floats = seen[_places(layer.steps_back, len(rows))].reshape(len(rows), -1) @ weight
        out += bias
        np.maximum(out, 0, out=out)
        return np.add(out, rows, out=out) if layer.added else out


@lru_cache(maxsize=64)
def _places(steps_back: tuple[int, ...], steps: int) -> NDArray[np.intp]:
    """Which rows, of those before and the new ones, each of the new ones looks at: (steps, looks)."""
    places: NDArray[np.intp] = np.arange(steps)[:, None] + (max(steps_back) - np.array(steps_back))
    return places
