"""How a streamed answer ends: as it should, or in the middle."""

import json

import pytest
from starlette.responses import JSONResponse

from tests.providers.llm.vendor import streamed
from tests.scripted_llm import breaks_off, says, scripted_llm
from visavis.contract.spec import LlmSpec
from visavis.contract.token_usage import TokenUsage
from visavis.providers.base import Message, ProviderError, Role
from visavis.providers.llm.openai_compatible import openai_compatible


@pytest.fixture
async def ask():
    async with scripted_llm() as server:
        model = openai_compatible(LlmSpec(id="l", kind="openai", model="scripted", base_url=server.url))

        async def asked(*pieces, finished=False, answer=None):
            """What is said of an answer that comes in these pieces, and the error."""
            server.scripts = [answer or (says(*pieces) if finished else breaks_off(*pieces))]
            said = []
            try:
                async for piece in model.reply([Message(Role.USER, "When?")]):
                    said.append(piece)
            except ProviderError as error:
                return said, str(error)
            return said, None

        yield asked
        await model.close()


@pytest.mark.parametrize("pieces", [("The clock", " strikes"), ("Of course,",), ("Zwölf – ",)])
async def test_an_answer_that_stops_in_mid_sentence_has_broken_off(ask, pieces):
    said, error = await ask(*pieces)
    assert said == list(pieces)
    assert error == "scripted: the answer broke off in mid-sentence"


@pytest.mark.parametrize(
    "pieces", [("At nine.",), ("Really?", " "), ("“At nine.”",), ("九時です。",), ("Yes 🙂",)]
)
async def test_a_server_that_never_says_that_it_has_finished_is_no_fault(ask, pieces):
    assert await ask(*pieces) == (list(pieces), None)


async def test_an_answer_that_is_finished_may_end_as_it_likes(ask):
    assert await ask("Nine", finished=True) == (["Nine"], None)


async def test_an_answer_that_is_empty_has_not_broken_off(ask):
    assert await ask() == ([], None)


async def test_an_answer_that_was_filtered_says_so(ask):
    piece = b'data: {"choices": [{"index": 0, "delta": {"content": "Well."}, "finish_reason": null}]}\n\n'
    end = b'data: {"choices": [{"index": 0, "delta": {}, "finish_reason": "content_filter"}]}\n\n'
    assert await ask(answer=streamed([piece, end])) == (
        ["Well."],
        "scripted: the answer ended with content_filter",
    )


def counted(**usage):
    return f"data: {json.dumps({'choices': [], 'usage': usage})}\n\n".encode()


NINE = b'data: {"choices": [{"index": 0, "delta": {"content": "Nine."}, "finish_reason": "stop"}]}\n\n'


async def test_what_was_counted_is_told_as_it_comes_and_the_last_is_all(ask):
    so_far = counted(prompt_tokens=90, completion_tokens=0, total_tokens=90)
    details = {
        "prompt_tokens_details": {"cached_tokens": 64},
        "completion_tokens_details": {"reasoning_tokens": 5},
    }
    end = counted(prompt_tokens=90, completion_tokens=7, total_tokens=97, **details)
    said, _ = await ask(answer=streamed([so_far, NINE, end]))
    assert said[:2] == [TokenUsage(prompt=90, completion=0), "Nine."]
    assert said[2:] == [TokenUsage(prompt=90, completion=7, cached=64, reasoning=5)]


@pytest.mark.parametrize("usage", [{}, {"prompt_tokens": "many"}, {"prompt_tokens": -1}])
async def test_what_is_no_count_is_not_told(ask, usage):
    assert await ask(answer=streamed([NINE, counted(**usage)])) == (["Nine."], None)


@pytest.mark.parametrize("status", [400, 422])
async def test_a_server_that_does_not_know_the_wish_to_be_told_is_asked_without(status):
    complaint = {"error": {"message": "Extra inputs are not permitted: stream_options", "param": None}}
    async with scripted_llm() as server:
        model = openai_compatible(LlmSpec(id="l", kind="openai", model="scripted", base_url=server.url))
        server.scripts = [JSONResponse(complaint, status), says("Nine.")]
        assert [piece async for piece in model.reply([Message(Role.USER, "When?")])] == ["Nine."]
        await model.close()
        assert ["stream_options" in asked for asked in server.asked] == [True, False]
