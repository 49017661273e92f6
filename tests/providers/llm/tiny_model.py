"""A real model for a real llama.cpp server: a llama of half a megabyte with random weights.

It talks gibberish, but always in letters and never to an end: an end, or half a character, drawn by chance would be an
empty answer.
"""

from __future__ import annotations

from pathlib import Path

import gguf
import numpy as np

WIDTH, LAYERS, HEADS, HIDDEN = 64, 2, 4, 128
LETTERS_FROM = 3 + 256
"""The first token that is text of its own: before it come the three control tokens and the bytes."""
TEMPLATE = "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}assistant:"


def write(path: Path) -> None:
    tokens = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256)), "▁"]
    tokens += [chr(code) for code in range(33, 127)] + ["▁" + chr(code) for code in range(97, 123)]
    kinds = [gguf.TokenType.UNKNOWN, gguf.TokenType.CONTROL, gguf.TokenType.CONTROL]
    kinds += [gguf.TokenType.BYTE] * 256
    kinds += [gguf.TokenType.NORMAL] * (len(tokens) - len(kinds))
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_context_length(2048)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(HIDDEN)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * len(tokens))
    writer.add_token_types(kinds)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_chat_template(TEMPLATE)
    for name, shape in _tensors(len(tokens)):
        writer.add_tensor(name, _weights(name, shape))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _weights(name: str, shape: tuple[int, ...]) -> np.ndarray:
    if "norm" in name:
        return np.ones(shape, np.float32)
    weights = np.random.default_rng(len(name)).standard_normal(shape).astype(np.float32) * 0.05
    if name == "token_embd.weight":
        weights[:, 0] = 1.0  # so far above the rest that the last layer sees about sqrt(WIDTH) here
    if name == "output.weight":
        weights[:LETTERS_FROM, 0] = -10.0  # which makes these e^80 times less likely than a letter
        weights[LETTERS_FROM:, 0] = 0.0
    return weights


def _tensors(vocabulary: int) -> list[tuple[str, tuple[int, ...]]]:
    tensors: list[tuple[str, tuple[int, ...]]] = [
        ("token_embd.weight", (vocabulary, WIDTH)),
        ("output_norm.weight", (WIDTH,)),
        ("output.weight", (vocabulary, WIDTH)),
    ]
    for layer in range(LAYERS):
        block = f"blk.{layer}."
        tensors += [(block + f"attn_{part}.weight", (WIDTH, WIDTH)) for part in ("q", "k", "v", "output")]
        tensors += [(block + f"ffn_{part}.weight", (HIDDEN, WIDTH)) for part in ("gate", "up")]
        tensors += [(block + "ffn_down.weight", (WIDTH, HIDDEN))]
        tensors += [(block + f"{part}_norm.weight", (WIDTH,)) for part in ("attn", "ffn")]
    return tensors
