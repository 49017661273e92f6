"""all-MiniLM-L6-v2 in numpy: a text becomes a direction, and texts that mean the same point the same way.

A BERT of six layers (Wang et al., "MiniLM", 2020), whose outputs are averaged over the tokens and brought to
length 1 (Reimers and Gurevych, "Sentence-BERT", 2019).
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf

from visavis.knowledge.models import VOCABULARY, WEIGHTS
from visavis.knowledge.wordpiece import WordPieces, read_vocabulary
from visavis.model_files import require

Floats = NDArray[np.float32]

DIMENSIONS = 384
LAYERS = 6
HEADS = 12
MOST_TOKENS = 256
"""What lies beyond is not taken into account."""
EPSILON = 1e-12


class MiniLm:
    def __init__(self, weights: dict[str, Floats], words: WordPieces, layers: int = LAYERS) -> None:
        self._weights = weights
        self._words = words
        self._layers = layers

    def embed(self, text: str) -> Floats:
        """DIMENSIONS numbers, of length 1."""
        tokens = self._words.encode(text, MOST_TOKENS)
        state = self._embedded(tokens)
        for layer in range(self._layers):
            state = self._layer(state, f"encoder.layer.{layer}")
        mean: Floats = state.mean(axis=0)
        return mean / np.float32(np.linalg.norm(mean))

    def _embedded(self, tokens: list[int]) -> Floats:
        weights = self._weights
        summed = (
            weights["embeddings.word_embeddings.weight"][tokens]
            + weights["embeddings.position_embeddings.weight"][: len(tokens)]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        return self._normal(summed, "embeddings.LayerNorm")

    def _layer(self, state: Floats, name: str) -> Floats:
        attended = self._linear(
            self._attention(state, f"{name}.attention.self"), f"{name}.attention.output.dense"
        )
        state = self._normal(state + attended, f"{name}.attention.output.LayerNorm")
        inner = self._linear(state, f"{name}.intermediate.dense")
        inner = inner * (0.5 * (1 + erf(inner * np.float32(2**-0.5))))
        return self._normal(state + self._linear(inner, f"{name}.output.dense"), f"{name}.output.LayerNorm")

    def _attention(self, state: Floats, name: str) -> Floats:
        tokens, width = state.shape
        query, key, value = (
            self._linear(state, f"{name}.{part}").reshape(tokens, HEADS, width // HEADS).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 2, 1) * np.float32((width // HEADS) ** -0.5)
        shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares /= shares.sum(axis=-1, keepdims=True)
        mixed: Floats = (shares @ value).transpose(1, 0, 2).reshape(tokens, width)
        return mixed

    def _linear(self, state: Floats, name: str) -> Floats:
        result: Floats = state @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return result

    def _normal(self, state: Floats, name: str) -> Floats:
        centred = state - state.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + EPSILON)
        result: Floats = centred / spread * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
        return result


def open_minilm(models_dir: Path) -> MiniLm:
    """Takes a third of a second, most of it to check the file. Raises ModelMissing."""
    return MiniLm(
        read_safetensors(require(WEIGHTS, models_dir)), read_vocabulary(require(VOCABULARY, models_dir))
    )


def read_safetensors(path: Path) -> dict[str, Floats]:
    """The float32 tensors of a file, by name, not read before they are used.

    Its format: the length of a header (8 bytes, little-endian), the header (JSON: name → type, shape, place),
    the numbers.
    """
    whole = np.memmap(path, dtype=np.uint8, mode="r")
    length = int(whole[:8].view("<u8")[0])
    header = json.loads(bytes(whole[8 : 8 + length]))
    numbers = whole[8 + length :]
    tensors = {}
    for name, tensor in header.items():
        if name != "__metadata__" and tensor["dtype"] == "F32":
            start, end = tensor["data_offsets"]
            tensors[name] = np.frombuffer(numbers[start:end], "<f4").reshape(tensor["shape"])
    return tensors
