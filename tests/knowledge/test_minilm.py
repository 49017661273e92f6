"""The model in numpy: against the same computed number by number, and against the real weights."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from tests.knowledge.real_model import minilm_files

from visavis.knowledge.embedder import Embedder
from visavis.knowledge.minilm import DIMENSIONS, HEADS, Floats, MiniLm, open_minilm, read_safetensors
from visavis.knowledge.models import MODELS
from visavis.knowledge.wordpiece import WordPieces
from visavis.model_files import ModelMissing

PIECES = ["[UNK]", "[CLS]", "[SEP]", "a", "b", "c"]
WIDTH, INNER, LAYERS = 24, 40, 2


@pytest.fixture
def weights() -> dict[str, Floats]:
    random = np.random.default_rng(7)
    shapes = {
        "embeddings.word_embeddings.weight": (len(PIECES), WIDTH),
        "embeddings.position_embeddings.weight": (16, WIDTH),
        "embeddings.token_type_embeddings.weight": (2, WIDTH),
        "embeddings.LayerNorm.weight": (WIDTH,),
        "embeddings.LayerNorm.bias": (WIDTH,),
    }
    for layer in range(LAYERS):
        name = f"encoder.layer.{layer}"
        for part, wide, high in [
            ("attention.self.query", WIDTH, WIDTH),
            ("attention.self.key", WIDTH, WIDTH),
            ("attention.self.value", WIDTH, WIDTH),
            ("attention.output.dense", WIDTH, WIDTH),
            ("intermediate.dense", WIDTH, INNER),
            ("output.dense", INNER, WIDTH),
        ]:
            shapes |= {f"{name}.{part}.weight": (high, wide), f"{name}.{part}.bias": (high,)}
        for part in ("attention.output.LayerNorm", "output.LayerNorm"):
            shapes |= {f"{name}.{part}.weight": (WIDTH,), f"{name}.{part}.bias": (WIDTH,)}
    return {name: random.normal(0, 0.5, shape).astype(np.float32) for name, shape in shapes.items()}


def by_hand(weights: dict[str, Floats], tokens: list[int]) -> list[float]:
    """The same model, one number at a time."""
    numbers = {name: tensor.tolist() for name, tensor in weights.items()}

    def linear(row: list[float], name: str) -> list[float]:
        matrix, bias = numbers[f"{name}.weight"], numbers[f"{name}.bias"]
        return [
            sum(x * w for x, w in zip(row, line, strict=True)) + b
            for line, b in zip(matrix, bias, strict=True)
        ]

    def normal(row: list[float], name: str) -> list[float]:
        mean = sum(row) / len(row)
        spread = math.sqrt(sum((x - mean) ** 2 for x in row) / len(row) + 1e-12)
        gain, bias = numbers[f"{name}.weight"], numbers[f"{name}.bias"]
        return [(x - mean) / spread * g + b for x, g, b in zip(row, gain, bias, strict=True)]

    def added(*rows: list[float]) -> list[float]:
        return [sum(column) for column in zip(*rows, strict=True)]

    def attended(rows: list[list[float]], name: str) -> list[list[float]]:
        parts = {part: [linear(row, f"{name}.{part}") for row in rows] for part in ("query", "key", "value")}
        size = WIDTH // HEADS
        result = [[0.0] * WIDTH for _ in rows]
        for head in range(HEADS):
            columns = range(head * size, (head + 1) * size)
            for here, query in enumerate(parts["query"]):
                scores = [sum(query[c] * key[c] for c in columns) / math.sqrt(size) for key in parts["key"]]
                shares = [math.exp(score) for score in scores]
                for share, value in zip(shares, parts["value"], strict=True):
                    for c in columns:
                        result[here][c] += share / sum(shares) * value[c]
        return result

    state = [
        normal(
            added(
                numbers["embeddings.word_embeddings.weight"][token],
                numbers["embeddings.position_embeddings.weight"][position],
                numbers["embeddings.token_type_embeddings.weight"][0],
            ),
            "embeddings.LayerNorm",
        )
        for position, token in enumerate(tokens)
    ]
    for layer in range(LAYERS):
        name = f"encoder.layer.{layer}"
        mixed = attended(state, f"{name}.attention.self")
        state = [
            normal(
                added(old, linear(row, f"{name}.attention.output.dense")),
                f"{name}.attention.output.LayerNorm",
            )
            for old, row in zip(state, mixed, strict=True)
        ]
        inner = [linear(row, f"{name}.intermediate.dense") for row in state]
        inner = [[x / 2 * (1 + math.erf(x / math.sqrt(2))) for x in row] for row in inner]
        state = [
            normal(added(old, linear(row, f"{name}.output.dense")), f"{name}.output.LayerNorm")
            for old, row in zip(state, inner, strict=True)
        ]
    mean = [sum(column) / len(tokens) for column in zip(*state, strict=True)]
    length = math.sqrt(sum(x * x for x in mean))
    return [x / length for x in mean]


def write_safetensors(path: Path, tensors: dict[str, Floats]) -> None:
    header: dict[str, object] = {"__metadata__": {"format": "pt"}}
    blocks, end = [], 0
    for name, tensor in tensors.items():
        block = tensor.astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": tensor.shape, "data_offsets": [end, end + len(block)]}
        blocks.append(block)
        end += len(block)
    head = json.dumps(header).encode()
    head += b" " * (-len(head) % 8)
    path.write_bytes(len(head).to_bytes(8, "little") + head + b"".join(blocks))


def test_it_computes_what_the_papers_say(weights: dict[str, Floats]) -> None:
    model = MiniLm(weights, WordPieces(PIECES), LAYERS)

    for text, tokens in [("a b c a", [1, 3, 4, 5, 3, 2]), ("", [1, 2])]:
        assert model.embed(text) == pytest.approx(by_hand(weights, tokens), abs=1e-5)


def test_weights_are_read_as_they_were_written(weights: dict[str, Floats], tmp_path: Path) -> None:
    write_safetensors(tmp_path / "tiny.safetensors", weights)

    read = read_safetensors(tmp_path / "tiny.safetensors")

    assert list(read) == list(weights)
    assert all((read[name] == weights[name]).all() for name in weights)


def test_the_real_model_says_what_it_always_said() -> None:
    embedding = open_minilm(minilm_files()).embed("This is an example sentence")

    assert embedding.shape == (DIMENSIONS,)
    assert embedding.dtype == np.float32
    assert np.linalg.norm(embedding) == pytest.approx(1, abs=1e-5)
    assert embedding[:5] == pytest.approx([0.067657, 0.063496, 0.048713, 0.079305, 0.037448], abs=1e-5)


async def test_the_real_model_knows_what_means_the_same() -> None:
    embedder = Embedder(minilm_files())
    assert embedder.available

    password, login, museum = [
        await embedder.embed(text)
        for text in (
            "How do I reset my password?",
            "I forgot my login and can't get in",
            "The museum opens at nine on Sundays",
        )
    ]

    assert password @ login > 0.5 > 0.2 > password @ museum


async def test_without_the_files_there_is_no_model(tmp_path: Path) -> None:
    embedder = Embedder(tmp_path)
    assert not embedder.available
    for model in MODELS:
        (tmp_path / model.file_name).write_bytes(b"no model")
    assert embedder.available
    with pytest.raises(ModelMissing, match="damaged"):
        await embedder.embed("Hello")
