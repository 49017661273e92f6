"""How much of a conversation its language model is given to read."""

from __future__ import annotations

from visavis.contract.spec import LlmSpec

CHARACTERS_A_TOKEN = 3
"""Fewer than English has (4), about what German and French have. Scripts that have fewer still are found out
by the model's refusal (`History.halve`)."""
ANSWER_TOKENS = 1_024
"""Kept free for the answer where no cap on it is set."""
LEAST_CHARACTERS, MOST_CHARACTERS = 2_000, 48_000
"""A model that cannot read the least is no partner; one that can read more than the most would do so anew in
every turn, and the user would wait for it."""


def room_for_lines(llm: LlmSpec, prompt_characters: int) -> int:
    """Characters of what was said that fit beside the prompt and the answer."""
    answer_tokens = min(llm.max_tokens or ANSWER_TOKENS, llm.context_tokens // 2)
    room = (llm.context_tokens - answer_tokens) * CHARACTERS_A_TOKEN - prompt_characters
    return max(LEAST_CHARACTERS, min(MOST_CHARACTERS, room))
