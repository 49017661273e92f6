"""The smart-turn model: its real interface, with a network of our own that answers by what it hears last."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.onnx_file import Graph, Tensor
from tests.spoken import spoken
from visavis.model_files import ModelMissing
from visavis.providers import registry
from visavis.providers.base import MICROPHONE_HZ, ProviderError
from visavis.providers.turn.smart_turn import SmartTurn, features


@pytest.fixture
def model(tmp_path: Path) -> SmartTurn:
    """The louder the last column, the surer."""
    graph = Graph([Tensor("input_features", ["n", 80, 800])], [Tensor("logits", ["n", 1])])
    graph.weight("weights", np.r_[np.zeros(799), 1].astype(np.float32)[:, None])
    graph.node("ReduceMean", ["input_features"], "columns", axes=[1], keepdims=0)
    graph.node("MatMul", ["columns", "weights"], "last")
    graph.node("Sigmoid", ["last"], "logits")
    return SmartTurn(graph.save(tmp_path / "turn.onnx"))


def test_what_was_said_last_stands_at_the_end_behind_silence():
    said = spoken("What time do you open?")
    columns = features(said)
    assert columns.shape == (80, 800)
    begins = 800 - len(said) // 160
    assert np.ptp(columns[:, 3 : begins - 3], axis=1).max() < 1e-3, "silence"
    assert np.ptp(columns[:40, begins + 10 :], axis=1).min() > 0.3


def test_of_a_long_turn_its_end_is_heard():
    said = np.tile(spoken("What time do you open?"), 10)
    assert np.array_equal(features(said), features(said[-8 * MICROPHONE_HZ :]))


def test_how_loud_somebody_speaks_makes_no_difference():
    said = spoken("What time do you open?") // 2
    assert np.abs(features(said) - features((said // 4).astype(np.int16))).mean() < 0.05


def test_silence_alone_is_no_trouble():
    assert np.isfinite(features(np.zeros(100, np.int16))).all()
    assert np.isfinite(features(np.zeros(0, np.int16))).all()


async def test_the_answer_is_a_probability_that_depends_on_the_sound(model: SmartTurn):
    said = spoken("What time do you open?")
    loud = await model.completeness(said[: len(said) // 2])
    silent = await model.completeness(np.concatenate((said, np.zeros(8000, np.int16))))
    assert 0 < silent < loud < 1


async def test_a_network_of_another_interface_is_an_error_of_ours(tmp_path: Path):
    graph = Graph([Tensor("sound", ["n"])], [Tensor("logits", ["n"])])
    graph.node("Sigmoid", ["sound"], "logits")
    with pytest.raises(ProviderError, match="smart-turn"):
        await SmartTurn(graph.save(tmp_path / "other.onnx")).completeness(np.zeros(100, np.int16))


def test_without_its_file_it_says_how_to_get_it(tmp_path: Path):
    assert registry.turn_model("none", tmp_path) is None
    with pytest.raises(ModelMissing, match="visavis models fetch --all"):
        registry.turn_model("smart-turn", tmp_path)
