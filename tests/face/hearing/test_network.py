"""The network: played as it comes it answers as at once, and it costs what a live session can pay."""

import io

import numpy as np
import pytest

from visavis.face.hearing.network import (
    HEAD,
    LAYERS,
    MOUTH_VALUES,
    PAST_STEPS,
    VISEMES,
    Network,
    read_weights,
    shipped_weights,
)
from visavis.face.hearing.reference import STEP_VALUES
from visavis.face.hearing.spectrum import STEP_S


def some_values(steps, seed=3):
    return np.random.default_rng(seed).normal(0, 0.5, (steps, STEP_VALUES)).astype(np.float32)


def random_weights(seed=5):
    chance = np.random.default_rng(seed)
    return tuple(
        (
            chance.normal(0, 0.1, (layer.inputs * len(layer.steps_back), layer.width)).astype(np.float32),
            chance.normal(0, 0.1, layer.width).astype(np.float32),
        )
        for layer in (*LAYERS, HEAD)
    )


def slow_answers(weights, values):
    """Every step by itself, from the definition; the scores of the head."""
    rows = [list(values)]
    for layer, (weight, bias) in zip(LAYERS, weights, strict=False):
        below, above = rows[-1], []
        for step in range(len(below)):
            seen = [
                below[step - back] if step >= back else np.zeros(layer.inputs) for back in layer.steps_back
            ]
            out = np.maximum(np.concatenate(seen) @ weight + bias, 0)
            above.append(below[step] + out if layer.added else out)
        rows.append(above)
    weight, bias = weights[-1]
    return np.array([row @ weight + bias for row in rows[-1]])


def test_the_answers_are_those_of_a_slow_reference():
    weights, values = random_weights(), some_values(40)
    answers, scores = Network(weights).answer(values), slow_answers(weights, values)
    likely = np.exp(scores[:, :VISEMES])
    assert answers.visemes == pytest.approx(likely / likely.sum(1, keepdims=True), abs=1e-5)
    assert answers.mouths == pytest.approx(
        1 / (1 + np.exp(-scores[:, VISEMES : VISEMES + MOUTH_VALUES])), abs=1e-5
    )
    assert answers.closures == pytest.approx(1 / (1 + np.exp(-scores[:, -1])), abs=1e-5)


@pytest.mark.parametrize("cut", [1, 2, 5, 60])
def test_any_cut_of_the_stream_gives_the_same_answers(cut):
    values = some_values(60)
    at_once = Network(shipped_weights()).answer(values)
    network = Network(shipped_weights())
    pieces = [network.answer(values[first : first + cut]) for first in range(0, len(values), cut)]
    for name in ("visemes", "mouths", "closures"):
        joined = np.concatenate([getattr(piece, name) for piece in pieces])
        assert joined == pytest.approx(getattr(at_once, name), abs=1e-5)


def test_an_answer_depends_on_the_past_it_claims_and_on_no_more():
    values = some_values(PAST_STEPS + 2)
    answer = Network(random_weights()).answer(values).closures[-1]
    long_past, past = values.copy(), values.copy()
    long_past[0] += 1.0
    past[1] += 1.0
    assert Network(random_weights()).answer(long_past).closures[-1] == answer
    assert Network(random_weights()).answer(past).closures[-1] != answer


def test_the_shipped_network_is_small():
    numbers = sum(weight.size + bias.size for weight, bias in shipped_weights())
    assert numbers * 2 < 300_000, "bytes in half precision"
    assert numbers / STEP_S < 8e6, (
        "multiplications a second: under 2 ms of one core, measured in docs/bench.md"
    )


def test_weights_come_back_from_half_precision_as_they_are():
    weights = random_weights()
    file = io.BytesIO()
    arrays = {}
    for number, (weight, bias) in enumerate(weights):
        arrays |= {str(number): weight.astype(np.float16), f"{number}_bias": bias.astype(np.float16)}
    np.savez(file, **arrays)
    file.seek(0)
    for (weight, bias), (kept, kept_bias) in zip(weights, read_weights(file), strict=True):
        assert kept.dtype == np.float32
        assert kept == pytest.approx(weight, abs=1e-3)
        assert kept_bias == pytest.approx(bias, abs=1e-3)
