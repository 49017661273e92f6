"""Teaches the network. Deterministic for a seed, a corpus and a version of JAX."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
from numpy.typing import NDArray

from training.mouth.disguise import disguise
from training.mouth.network import Parameters, beginning, scores
from visavis.face.hearing.network import MOUTH_VALUES, PAST_STEPS, VISEMES, Weights
from visavis.face.hearing.spectrum import Floats
from visavis.face.mouth import LOOKS
from visavis.face.phones import Viseme

CROP = 144
"""Steps of an example, of which the first PAST_STEPS only give context."""
BATCH = 32
RATE, DECAY = 3e-3, 1e-3
AVERAGED = 0.998
"""What is kept is a running mean of the weights (Polyak and Juditsky 1992)."""
NATURAL = 1.5
"""Voices made from people's recordings weigh this much more than formant voices."""
MOUTH_WEIGHTS = np.array([1.0, 1.0, 1.0, 0.5, 0.5, 0.5, 0.7, 0.4], np.float32)
CLOSURE_WEIGHT, CLOSED_WEIGHT, EDGE_WEIGHT = 0.6, 2.0, 0.2
"""Of all closure loss; of steps in a closure; of steps so near one that a frame may show either."""

LOOK_WEIGHT = 3.0
"""Mistaking a viseme for one that looks alike is no great matter."""

_LOOKS = jnp.asarray([LOOKS[viseme].mouth for viseme in Viseme], jnp.float32)

Report = Callable[[str], None]


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
        weight = np.array(
            [
                used * (1.0 if name.startswith("espeak") else NATURAL) / np.sqrt(max(count, 1))
                for name, used, count in zip(names, heard, steps, strict=True)
            ]
        )
        chances = weight[voice[:-CROP]]
        starts = np.flatnonzero(chances)
        chances = chances[starts]
        return Lessons(
            inputs, arrays["visemes"], arrays["mouths"], arrays["closures"], starts, chances / chances.sum()
        )


def train(lessons: Lessons, updates: int, seed: int, report: Report) -> Weights:
    key, first = jax.random.split(jax.random.key(seed, impl="rbg"))
    parameters = beginning(first)
    schedule = optax.warmup_cosine_decay_schedule(RATE / 20, RATE, updates // 10, updates, RATE / 100)
    optimiser = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(schedule, weight_decay=DECAY))
    state = optimiser.init(parameters)
    mean = parameters

    @jax.jit
    def update(
        parameters: Parameters, mean: Parameters, state: optax.OptState, key: jax.Array, *batch: jax.Array
    ) -> tuple[Parameters, Parameters, optax.OptState, jax.Array]:
        loss, slope = jax.value_and_grad(_loss)(parameters, key, *batch)
        steps, state = optimiser.update(slope, state, parameters)
        parameters = optax.apply_updates(parameters, steps)
        return parameters, optax.incremental_update(parameters, mean, 1 - AVERAGED), state, loss

    total = 0.0
    for number, batch in enumerate(_batches(lessons, updates, np.random.default_rng(seed)), start=1):
        key, part = jax.random.split(key)
        parameters, mean, state, loss = update(parameters, mean, state, part, *batch)
        total += float(loss)
        if number % 250 == 0:
            report(f"{number} of {updates} updates, loss {total / 250:.4f}")
            total = 0.0
    return tuple((np.asarray(weight), np.asarray(bias)) for weight, bias in mean)


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


def _loss(
    parameters: Parameters,
    key: jax.Array,
    inputs: jax.Array,
    visemes: jax.Array,
    mouths: jax.Array,
    closures: jax.Array,
) -> jax.Array:
    hidden, dropped = jax.random.split(key)
    out = scores(parameters, disguise(inputs, hidden), dropped)[:, PAST_STEPS:]
    visemes, mouths, closures = visemes[:, PAST_STEPS:], mouths[:, PAST_STEPS:], closures[:, PAST_STEPS:]
    named = optax.softmax_cross_entropy_with_integer_labels(out[..., :VISEMES], visemes).mean()
    shaped = optax.sigmoid_binary_cross_entropy(out[..., VISEMES : VISEMES + MOUTH_VALUES], mouths)
    shut = optax.sigmoid_binary_cross_entropy(out[..., -1], closures)
    weight = jnp.where(closures >= 1, CLOSED_WEIGHT, jnp.where(closures > 0, EDGE_WEIGHT, 1.0))
    likely = jax.nn.softmax(out[..., :VISEMES]) @ _LOOKS
    looked = ((likely - _LOOKS[visemes]) ** 2 * MOUTH_WEIGHTS).sum(-1).mean()
    losses = named + (shaped * MOUTH_WEIGHTS).sum(-1).mean() + CLOSURE_WEIGHT * (shut * weight).mean()
    return losses + LOOK_WEIGHT * looked


def save(weights: Weights, path: Path) -> None:
    """In half precision, as `hearing.network.read_weights` reads it."""
    arrays: dict[str, Any] = {}
    for number, (weight, bias) in enumerate(weights):
        arrays[str(number)], arrays[f"{number}_bias"] = weight.astype(np.float16), bias.astype(np.float16)
    np.savez(path, **arrays)
