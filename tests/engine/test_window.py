import pytest

from visavis.contract.spec import LlmSpec
from visavis.engine.window import (
    ANSWER_TOKENS,
    CHARACTERS_A_TOKEN,
    LEAST_CHARACTERS,
    MOST_CHARACTERS,
    room_for_lines,
)


def llm(context_tokens: int, max_tokens: int | None = None) -> LlmSpec:
    return LlmSpec(id="l", kind="openai", context_tokens=context_tokens, max_tokens=max_tokens)


def test_prompt_answer_and_lines_share_what_the_model_can_read():
    assert room_for_lines(llm(4096), 500) == (4096 - ANSWER_TOKENS) * CHARACTERS_A_TOKEN - 500
    assert room_for_lines(llm(4096, max_tokens=96), 0) == 4000 * CHARACTERS_A_TOKEN


def test_an_answer_that_may_fill_the_window_leaves_half_of_it():
    assert room_for_lines(llm(4096, max_tokens=100_000), 0) == 2048 * CHARACTERS_A_TOKEN


@pytest.mark.parametrize(
    ("context_tokens", "prompt_characters", "room"),
    [(1_000_000, 0, MOST_CHARACTERS), (4096, 50_000, LEAST_CHARACTERS)],
)
def test_the_room_has_bounds(context_tokens: int, prompt_characters: int, room: int):
    assert room_for_lines(llm(context_tokens), prompt_characters) == room
