"""The network of `visavis.face.hearing.network` once more, in JAX, so that it can learn."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np

from visavis.face.hearing.network import HEAD, LAYERS, Layer

Parameters = list[tuple[jax.Array, jax.Array]]

DROPPED = 0.05
"""Share of each layer's values that is left out at random while learning."""


def beginning(key: jax.Array) -> Parameters:
    """Random weights (He et al. 2015)."""
    layers = [*LAYERS, HEAD]
    return [
        (_random(layer, part), jnp.zeros(layer.width))
        for layer, part in zip(layers, jax.random.split(key, len(layers)), strict=True)
    ]


def _random(layer: Layer, key: jax.Array) -> jax.Array:
    inputs = layer.inputs * len(layer.steps_back)
    return jax.random.normal(key, (inputs, layer.width)) * np.sqrt(2 / inputs)


def scores(parameters: Parameters, inputs: jax.Array, key: jax.Array | None = None) -> jax.Array:
    """(batch, steps, STEP_VALUES) -> (batch, steps, HEAD.width), before softmax and sigmoid.

    Each row of the batch begins with nothing before it. With a key, values are dropped.
    """
    rows = inputs
    keys = [None] * len(LAYERS) if key is None else list(jax.random.split(key, len(LAYERS)))
    for layer, (weight, bias), part in zip(LAYERS, parameters[:-1], keys, strict=True):
        out = jax.nn.relu(_beside(rows, layer) @ weight + bias)
        rows = rows + out if layer.added else out
        if part is not None:
            keep = jax.random.bernoulli(part, 1 - DROPPED, (len(rows), 1, rows.shape[-1]))
            rows = jnp.where(keep, rows / (1 - DROPPED), 0)
    weight, bias = parameters[-1]
    return rows @ weight + bias


def _beside(rows: jax.Array, layer: Layer) -> jax.Array:
    past = max(layer.steps_back)
    seen = jnp.pad(rows, ((0, 0), (past, 0), (0, 0)))
    parts = [seen[:, past - back : past - back + rows.shape[1]] for back in layer.steps_back]
    return jnp.concatenate(parts, axis=-1)
