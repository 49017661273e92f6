"""The network that learns is the network that plays. Needs JAX, which only training does."""

import numpy as np
import pytest

from visavis.face.hearing.network import MOUTH_VALUES, VISEMES, Network
from visavis.face.hearing.reference import STEP_VALUES

jax = pytest.importorskip("jax")


def test_both_give_the_same_answers():
    from training.mouth.network import beginning, scores

    parameters = beginning(jax.random.key(3))
    values = np.random.default_rng(3).normal(0, 0.5, (50, STEP_VALUES)).astype(np.float32)
    learnt = np.asarray(scores(parameters, values[None]))[0]
    weights = tuple((np.asarray(weight), np.asarray(bias)) for weight, bias in parameters)
    played = Network(weights).answer(values)
    assert played.closures == pytest.approx(1 / (1 + np.exp(-learnt[:, -1])), abs=1e-4)
    assert played.mouths == pytest.approx(
        1 / (1 + np.exp(-learnt[:, VISEMES : VISEMES + MOUTH_VALUES])), abs=1e-4
    )
    assert np.array_equal(played.visemes.argmax(1), learnt[:, :VISEMES].argmax(1))


def test_a_disguise_keeps_the_shape_and_changes_every_example_differently():
    from training.mouth.disguise import disguise

    same = np.zeros((4, 30, STEP_VALUES), np.float32)
    changed = np.asarray(disguise(same, jax.random.key(1)))
    assert changed.shape == same.shape
    assert np.isfinite(changed).all()
    assert len({row.tobytes() for row in changed}) == 4
