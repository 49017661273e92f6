"""Teaches the network. Deterministic for a seed, a corpus and a version of JAX."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jax
import numpy as np
import optax
from numpy.typing import NDArray

from training.mouth.disguise import disguise
from training.mouth.loss import loss
from training.mouth.network import Parameters, beginning, scores
from visavis.face.hearing.network import PAST_STEPS, Weights
from visavis.face.hearing.spectrum import Floats

CROP = 144
"""Steps of an example, of which the first PAST_STEPS only give context."""
BATCH = 16
RATE, DECAY = 3e-3, 1e-3
AVERAGED = 0.998
"""What is kept is a running mean of the weights (Polyak and Juditsky 1992)."""
NATURAL_SHARE = 0.5
"""Of the examples, from voices that were made of people's recordings, however few are taught from."""
SYNTHESISED = ("espeak", "formant")
"""Engines whose voices are none."""

REPORTED = 250
"""Updates from one report, and one copy of the weights so far, to the next."""

Report = Callable[[str, Weights], None]


@dataclass(frozen=True, slots=True)
class Lessons:
    inputs: NDArray[np.float16]
    visemes: NDArray[np.int8]
    mouths: NDArray[np.float16]
    closures: NDArray[np.float16]
    starts: NDArray[np.int64] = field(repr=False)
    """Where examples may begin."""
    chances: NDArray[np.float64] = field(repr=False)
    """How likely each start is drawn."""


def load(path: Path, without: Sequence[str]) -> Lessons:
    """All lessons but those of voices whose names begin with one of `without`."""
    with np.load(path) as arrays:
        inputs, voice = arrays["inputs"], arrays["voice"]
        names = [str(name) for name in arrays["voices"]]
        heard = [not name.startswith(tuple(without)) if without else True for name in names]
        steps = np.bincount(voice, minlength=len(names))
        shares = np.array(heard) * np.sqrt(steps)
        natural = np.array([not name.startswith(SYNTHESISED) for name in names])
        shares[natural] *= NATURAL_SHARE / shares[natural].sum()
        shares[~natural] *= (1 - NATURAL_SHARE) / shares[~natural].sum()
        chances = (shares / np.maximum(steps, 1))[voice[:-CROP]]
        starts = np.flatnonzero(chances)
        chances = chances[starts]
        return Lessons(
            inputs, arrays["visemes"], arrays["mouths"], arrays["closures"], starts, chances / chances.sum()
        )


def train(lessons: Lessons, updates: int, seed: int, report: Report) -> Weights:
    key, first = jax.random.split(jax.random.key(seed, impl="rbg"))
    parameters = beginning(first)
    schedule = optax.warmup_cosine_decay_schedule(RATE / 20, RATE, updates // 20, updates, RATE / 100)
    # Muon (Jordan 2024) needs a third of Adam's updates; its steps are scaled to be of Adam's size
    muon = optax.contrib.muon(schedule, weight_decay=DECAY, adam_weight_decay=DECAY, consistent_rms=0.2)
    optimiser = optax.chain(optax.clip_by_global_norm(1.0), muon)
    state = optimiser.init(parameters)
    mean = parameters

    @jax.jit
    def update(
        parameters: Parameters, mean: Parameters, state: optax.OptState, key: jax.Array, *batch: jax.Array
    ) -> tuple[Parameters, Parameters, optax.OptState, jax.Array]:
        now, slope = jax.value_and_grad(_loss)(parameters, key, *batch)
        steps, state = optimiser.update(slope, state, parameters)
        parameters = optax.apply_updates(parameters, steps)
        return parameters, optax.incremental_update(parameters, mean, 1 - AVERAGED), state, now

    total = 0.0
    for number, batch in enumerate(_batches(lessons, updates, np.random.default_rng(seed)), start=1):
        key, part = jax.random.split(key)
        parameters, mean, state, now = update(parameters, mean, state, part, *batch)
        total += float(now)
        if number % REPORTED == 0:
            report(f"{number} of {updates} updates, loss {total / REPORTED:.4f}", _plain(mean))
            total = 0.0
    return _plain(mean)


def _plain(parameters: Parameters) -> Weights:
    return tuple((np.asarray(weight), np.asarray(bias)) for weight, bias in parameters)


def _batches(lessons: Lessons, updates: int, chance: np.random.Generator) -> Iterator[tuple[Floats, ...]]:
    steps = np.arange(CROP)
    edges = np.cumsum(lessons.chances)
    for _ in range(updates):
        drawn = np.searchsorted(edges, chance.random(BATCH) * edges[-1])
        rows = lessons.starts[drawn][:, None] + steps
        yield (
            lessons.inputs[rows].astype(np.float32),
            lessons.visemes[rows].astype(np.int32),
            lessons.mouths[rows].astype(np.float32),
            lessons.closures[rows].astype(np.float32),
        )


def _loss(parameters: Parameters, key: jax.Array, inputs: jax.Array, *wanted: jax.Array) -> jax.Array:
    hidden, dropped = jax.random.split(key)
    out = scores(parameters, disguise(inputs, hidden), dropped)
    return loss(out[:, PAST_STEPS:], *(target[:, PAST_STEPS:] for target in wanted))


def save(weights: Weights, path: Path) -> None:
    """In half precision, as `hearing.network.read_weights` reads it."""
    arrays: dict[str, Any] = {}
    for number, (weight, bias) in enumerate(weights):
        arrays[str(number)], arrays[f"{number}_bias"] = weight.astype(np.float16), bias.astype(np.float16)
    np.savez(path, **arrays)
