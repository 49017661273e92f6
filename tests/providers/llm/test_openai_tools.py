"""Tools over the OpenAI protocol: how they are offered, called and answered."""

import pytest
from starlette.responses import JSONResponse

from tests.scripted_llm import calls, says, scripted_llm
from visavis.contract.spec import LlmSpec
from visavis.providers.base import Message, ProviderError, Role, ToolCall, ToolOffer
from visavis.providers.llm.openai_compatible import openai_compatible

SCHEMA = {"type": "object", "properties": {"q": {"type": "string"}}}
LOOK = ToolOffer("look", "Looks it up.", SCHEMA)
QUESTION = [Message(Role.SYSTEM, "You are kind."), Message(Role.USER, "When?")]


@pytest.fixture
async def llm():
    async with scripted_llm() as server:
        yield server


@pytest.fixture
async def model(llm):
    made = openai_compatible(LlmSpec(id="l", kind="openai", model="scripted", base_url=llm.url))
    yield made
    await made.close()


async def answer(model, messages=QUESTION, tools=(LOOK,)):
    return [piece async for piece in model.reply(messages, tools)]


async def test_tools_are_offered_as_functions(llm, model):
    llm.scripts = [says("At nine.")]
    assert await answer(model) == ["At nine."]
    assert llm.asked[0]["tools"] == [
        {
            "type": "function",
            "function": {"name": "look", "description": "Looks it up.", "parameters": SCHEMA},
        }
    ]


async def test_without_tools_nothing_is_said_of_any(llm, model):
    llm.scripts = [says("At nine.")]
    await answer(model, tools=())
    assert "tools" not in llm.asked[0]


async def test_calls_come_whole_after_the_words_and_signs_of_life_between(llm, model):
    llm.scripts = [
        [
            *says("Let me see."),
            *calls("look", '{"q": ', '"hours"}', id="a"),
            *calls("look", '{"q": "prices"}', id="b", index=1),
        ]
    ]
    said, *working, first, second = await answer(model)
    assert said == "Let me see."
    assert working
    assert set(working) == {""}
    assert (first, second) == (
        ToolCall("a", "look", '{"q": "hours"}'),
        ToolCall("b", "look", '{"q": "prices"}'),
    )


async def test_results_are_told_in_answer_to_their_calls(llm, model):
    llm.scripts = [says("At nine.")]
    made = (
        ToolCall("a", "look", '{"q": "hours"}', {"extra_content": {"signature": "xyz"}}),
        ToolCall("b", "look", '{"q": '),
    )
    rounds = [
        *QUESTION,
        Message(Role.ASSISTANT, "", made),
        Message(Role.TOOL, "Nine.", answers="a"),
        Message(Role.TOOL, "That was no JSON.", answers="b"),
    ]
    await answer(model, rounds)
    assistant, *results = llm.asked[0]["messages"][2:]
    assert assistant == {
        "role": "assistant",
        "tool_calls": [
            {
                "id": "a",
                "type": "function",
                "function": {"name": "look", "arguments": '{"q": "hours"}'},
                "extra_content": {"signature": "xyz"},
            },
            {"id": "b", "type": "function", "function": {"name": "look", "arguments": "{}"}},
        ],
    }
    assert results == [
        {"role": "tool", "tool_call_id": "a", "content": "Nine."},
        {"role": "tool", "tool_call_id": "b", "content": "That was no JSON."},
    ]


async def test_a_model_that_takes_no_tools_is_asked_without_from_then_on(llm, model):
    refusal = JSONResponse({"error": {"message": "scripted does not support tools"}}, 400)
    llm.scripts = [refusal, says("At nine."), says("Yes.")]
    assert await answer(model) == ["At nine."]
    assert await answer(model) == ["Yes."]
    assert ["tools" in asked for asked in llm.asked] == [True, False, False]


async def test_another_refusal_is_a_provider_error(llm, model):
    llm.scripts = [JSONResponse({"error": {"message": "the context is too long"}}, 400)]
    with pytest.raises(ProviderError, match="too long"):
        await answer(model)
