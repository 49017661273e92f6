"""The OpenAI-compatible path against a real llama.cpp server with a tiny random model."""

import asyncio
from contextlib import aclosing

import pytest
import xllamacpp

from tests.providers.llm import tiny_model
from visavis.contract.spec import LlmSpec
from visavis.contract.token_usage import TokenUsage
from visavis.providers.base import Message, ProviderError, Role
from visavis.providers.llm.openai_compatible import openai_compatible

MESSAGES = [
    Message(Role.SYSTEM, "You are kind."),
    Message(Role.USER, "Hello"),
    Message(Role.SYSTEM, "The user is a customer."),
]


@pytest.fixture(scope="module")
def llama(tmp_path_factory):
    path = tmp_path_factory.mktemp("llama") / "tiny.gguf"
    tiny_model.write(path)
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(path)
    parameters.n_ctx = 1024
    parameters.n_parallel = 1
    parameters.cpuparams.n_threads = 1
    parameters.port = 0
    server = xllamacpp.Server(parameters)
    yield server.listening_address + "/v1"
    del server


def spec(base_url, **changes):
    return LlmSpec(id="l", kind="openai", model="tiny", base_url=base_url, **changes)


async def test_the_answer_streams_piece_by_piece(llama):
    model = openai_compatible(spec(llama, max_tokens=12, temperature=0.7))
    pieces = [piece async for piece in model.reply(MESSAGES)]
    await model.close()
    *words, usage = pieces
    assert len(words) >= 3
    assert all(isinstance(piece, str) and piece for piece in words)
    assert isinstance(usage, TokenUsage)
    assert (usage.completion, usage.reasoning) == (12, None)
    assert usage.prompt > 12


async def test_an_answer_may_be_left_early(llama):
    model = openai_compatible(spec(llama, max_tokens=500))
    async with asyncio.timeout(10), aclosing(model.reply(MESSAGES)) as pieces:
        assert await anext(pieces)
    assert await anext(model.reply(MESSAGES)), "the server takes the next question at once"
    await model.close()


async def test_a_server_that_is_away_is_a_provider_error():
    model = openai_compatible(spec("http://127.0.0.1:9/v1"))
    with pytest.raises(ProviderError, match="tiny"):
        await anext(model.reply(MESSAGES))


async def test_a_refusal_is_a_provider_error_without_the_key(llama):
    model = openai_compatible(spec(llama.replace("/v1", "/nowhere"), api_key="sk-secret"))
    with pytest.raises(ProviderError) as caught:
        await anext(model.reply(MESSAGES))
    assert "sk-secret" not in str(caught.value)


async def test_the_next_address_answers_when_the_first_is_away(llama):
    model = openai_compatible(spec("http://127.0.0.1:9/v1", fallback_urls=(llama,), max_tokens=3))

    assert [piece async for piece in model.reply(MESSAGES)]
    await model.close()


async def test_when_all_addresses_are_away_it_is_a_provider_error():
    model = openai_compatible(spec("http://127.0.0.1:9/v1", fallback_urls=("http://127.0.0.1:9/v2",)))
    with pytest.raises(ProviderError, match="tiny"):
        await anext(model.reply(MESSAGES))


async def test_an_address_of_a_user_is_not_reached_inside_the_house(llama):
    model = openai_compatible(spec(llama, allowed_hosts=()))
    with pytest.raises(ProviderError):
        await anext(model.reply(MESSAGES))
    await model.close()


async def test_an_allowed_address_inside_the_house_is_reached(llama):
    host = llama.removeprefix("http://").removesuffix("/v1")
    model = openai_compatible(spec(llama, allowed_hosts=(host,), max_tokens=3))

    assert [piece async for piece in model.reply(MESSAGES)]
    await model.close()
