"""What learning makes small: visemes mistaken, the mouth misdrawn, p, b and m that are not shown (in JAX).

A closure is one event: it is shown when lips are shut at some moment of it, and the network may choose the
one where it knows best, often the last, when it has heard the burst. To ask for every step of a closure
would ask for guesses before there is anything to hear.
"""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
import optax

from visavis.face.hearing.network import MOUTH_VALUES, VISEMES
from visavis.face.mouth import LOOKS
from visavis.face.phones import Viseme

MOUTH_WEIGHTS = np.array([1.0, 1.0, 1.0, 0.5, 0.5, 0.5, 0.7, 0.4], np.float32)
LOOK_WEIGHT = 3.0
"""Mistaking a viseme for one that looks alike is no great matter."""
CLOSURE_WEIGHT = 0.6
"""Of all that is said of closures."""
MISSED_WEIGHT = 4.0
"""Of a closure never shown, against one step shown in vain; `tune` makes up for what is too bold."""
NEAR = 0.5
"""Of `Targets.closures`: 20 ms before and after a closure still belong to it."""
LONGEST = 16
"""Steps of a closure that are looked at from each of its steps: 0.3 s."""

_LOOKS = jnp.asarray([LOOKS[viseme].mouth for viseme in Viseme], jnp.float32)
_NEVER = -30.0


def loss(out: jax.Array, visemes: jax.Array, mouths: jax.Array, closures: jax.Array) -> jax.Array:
    """The head's scores (batch, steps, HEAD.width) against `Targets`, a row of the batch each."""
    named = optax.softmax_cross_entropy_with_integer_labels(out[..., :VISEMES], visemes).mean()
    drawn = optax.sigmoid_binary_cross_entropy(out[..., VISEMES : VISEMES + MOUTH_VALUES], mouths)
    likely = jax.nn.softmax(out[..., :VISEMES]) @ _LOOKS
    looked = ((likely - _LOOKS[visemes]) ** 2 * MOUTH_WEIGHTS).sum(-1).mean()
    shaped = (drawn * MOUTH_WEIGHTS).sum(-1).mean()
    return named + shaped + LOOK_WEIGHT * looked + CLOSURE_WEIGHT * closure_loss(out[..., -1], closures)


def closure_loss(scores: jax.Array, closures: jax.Array) -> jax.Array:
    """Log odds of shut lips against how shut they are, (batch, steps) both; in nats a step."""
    at_all = jnp.where(closures >= 1, jax.nn.softplus(-scores), 0.0)
    in_vain = jnp.where(closures > 0, 0.0, jax.nn.softplus(scores))
    near = closures >= NEAR
    begins = near & ~_later(near, 1, False)
    missed = jnp.where(begins, jax.nn.softplus(-_best_of_event(scores, near, begins)), 0.0)
    return (at_all + in_vain + MISSED_WEIGHT * missed).mean()


def _best_of_event(scores: jax.Array, near: jax.Array, begins: jax.Array) -> jax.Array:
    """The highest score of the closure that each step belongs to, of up to LONGEST steps either way."""
    event = jnp.where(near, jnp.cumsum(begins, axis=1), 0)
    best = jnp.where(near, scores, _NEVER)
    reach = 1
    while reach < LONGEST:
        for steps in (reach, -reach):
            same = _later(event, steps, 0) == event
            best = jnp.maximum(best, jnp.where(same, _later(best, steps, _NEVER), _NEVER))
        reach *= 2
    return best


def _later(rows: jax.Array, steps: int, fill: float) -> jax.Array:
    """(batch, steps), moved to later, or to earlier for a negative number."""
    if steps > 0:
        return jnp.pad(rows, ((0, 0), (steps, 0)), constant_values=fill)[:, :-steps]
    return jnp.pad(rows, ((0, 0), (0, -steps)), constant_values=fill)[:, -steps:]
