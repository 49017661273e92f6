"""What vendors say when they were asked too much, as their documents and servers print it."""

import pytest

from visavis.providers.llm.too_long import is_too_long


@pytest.mark.parametrize(
    "said",
    [
        "This model's maximum context length is 8192 tokens. However, your messages resulted in 9001 tokens.",
        "Error code: 400 - {'error': {'code': 'context_length_exceeded'}}",
        "the request exceeds the available context size, try increasing it",
        "The decoder prompt (length 5000) is longer than the maximum model length of 4096.",
        "prompt is too long: 201000 tokens > 200000 maximum",
        "the answer ended with model_context_window_exceeded",
        "The input token count (1100000) exceeds the maximum number of tokens allowed (1048576).",
        "Please reduce the length of the messages or completion.",
    ],
)
def test_it_is_read_off_their_words(said: str):
    assert is_too_long(Exception(said))


@pytest.mark.parametrize(
    "said", ["Incorrect API key provided", "max_tokens is too large: 100000", "Rate limit reached"]
)
def test_other_refusals_are_others(said: str):
    assert not is_too_long(Exception(said))
