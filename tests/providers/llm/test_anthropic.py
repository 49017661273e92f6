"""Anthropic's Messages API, as its documentation shows the events."""

import json

import pytest

from tests.providers.llm.vendor import refused, streamed, vendor
from visavis.contract.spec import LlmSpec
from visavis.contract.token_usage import TokenUsage
from visavis.providers.base import Message, ProviderError, Role, Thought, ToolCall, ToolOffer
from visavis.providers.llm.anthropic import MOST_TOKENS, OPENING, Anthropic, wire_messages

SCHEMA = {"type": "object", "properties": {"q": {"type": "string"}}}
LOOK = ToolOffer("look", "Looks it up.", SCHEMA)
QUESTION = [Message(Role.SYSTEM, "You are kind."), Message(Role.USER, "When?")]
USAGE = {"input_tokens": 10, "output_tokens": 1}


def event(kind, **fields):
    return f"event: {kind}\ndata: {json.dumps({'type': kind} | fields)}\n\n".encode()


def begun(usage=USAGE):
    message = {"id": "m", "type": "message", "role": "assistant", "content": [], "model": "claude"}
    return event("message_start", message=message | {"usage": usage, "stop_reason": None}) + event("ping")


def block(index, content, *deltas):
    return b"".join(
        [
            event("content_block_start", index=index, content_block=content),
            *(event("content_block_delta", index=index, delta=delta) for delta in deltas),
            event("content_block_stop", index=index),
        ]
    )


def text(index, *pieces):
    deltas = [{"type": "text_delta", "text": piece} for piece in pieces]
    return block(index, {"type": "text", "text": ""}, *deltas)


def tool(index, id, *pieces):
    deltas = [{"type": "input_json_delta", "partial_json": piece} for piece in pieces]
    return block(index, {"type": "tool_use", "id": id, "name": "look", "input": {}}, *deltas)


def thinking(index, *pieces):
    deltas = [{"type": "thinking_delta", "thinking": piece} for piece in pieces]
    sealed = {"type": "signature_delta", "signature": "c2ln"}
    return block(index, {"type": "thinking", "thinking": "", "signature": ""}, *deltas, sealed)


def ended(reason="end_turn", usage=USAGE):
    delta = {"stop_reason": reason, "stop_sequence": None}
    return event("message_delta", delta=delta, usage=usage) + event("message_stop")


@pytest.fixture
async def server():
    async with vendor() as here:
        yield here


@pytest.fixture
async def ask(server):
    models = []

    async def ask(messages=QUESTION, tools=(LOOK,), counted=False, **options):
        """What is said, or what was counted."""
        model = Anthropic(LlmSpec(id="l", kind="anthropic", model="claude", base_url=server.url, **options))
        models.append(model)
        pieces = [piece async for piece in model.reply(messages, tools) if piece != ""]
        return [piece for piece in pieces if isinstance(piece, TokenUsage) is counted]

    yield ask
    for model in models:
        await model.close()


async def test_the_answer_streams_and_the_question_is_put_as_the_vendor_wants_it(server, ask):
    server.answers = [streamed([begun(), text(0, "At ", "nine."), ended()])]
    assert await ask(api_key="sk-ant-1", temperature=0.5) == ["At ", "nine."]
    (asked,) = server.asked
    assert asked.path == "/v1/messages"
    assert "sk-ant-1" in (asked.headers.get("x-api-key"), asked.headers.get("authorization", "")[7:])
    assert asked.headers["anthropic-version"]
    assert asked.body["system"] == "You are kind."
    assert asked.body["messages"] == [{"role": "user", "content": "When?"}]
    assert asked.body["max_tokens"] == MOST_TOKENS
    assert asked.body["tools"] == [{"name": "look", "description": "Looks it up.", "input_schema": SCHEMA}]
    assert not {"temperature", "thinking", "output_config"} & set(asked.body), "the newest models refuse them"


async def test_calls_that_are_asked_for_together_come_whole_after_the_words(server, ask):
    calls = tool(1, "a", '{"q": ', '"hours"}'), tool(2, "b")
    server.answers = [streamed([begun(), text(0, "Let me see."), *calls, ended("tool_use")])]
    assert await ask() == [
        "Let me see.",
        ToolCall("a", "look", '{"q": "hours"}'),
        ToolCall("b", "look", "{}"),
    ]


async def test_thoughts_are_shown_where_they_are_wanted_and_go_back_with_the_call(server, ask):
    answer = [begun(), thinking(0, "Hm, ", "hours."), tool(1, "a", '{"q": "hours"}'), ended("tool_use")]
    server.answers = [streamed(answer), streamed(answer), streamed([begun(), text(0, "Nine."), ended()])]

    first, second, call = await ask(reasoning_effort="low", shows_reasoning=True)
    assert (first, second) == (Thought("Hm, "), Thought("hours."))
    assert await ask(reasoning_effort="low") == [call], "nobody wants to see them"
    assert server.asked[0].body["output_config"] == {"effort": "low"}
    assert server.asked[0].body["thinking"]["type"] == "adaptive"

    settled = [Message(Role.ASSISTANT, "", (call,)), Message(Role.TOOL, "9 to 5", answers="a")]
    await ask([*QUESTION, *settled])
    _, calling, results = server.asked[-1].body["messages"]
    signed, used = calling["content"]
    assert (signed["thinking"], signed["signature"]) == ("Hm, hours.", "c2ln")
    assert used == {"type": "tool_use", "id": "a", "name": "look", "input": {"q": "hours"}}
    assert results["content"] == [{"type": "tool_result", "tool_use_id": "a", "content": "9 to 5"}]


def test_all_results_of_a_group_of_calls_are_one_line():
    calls = tuple(ToolCall(id, "look", "no object") for id in "ab")
    _, lines = wire_messages(
        [
            *QUESTION,
            Message(Role.ASSISTANT, "Wait.", calls),
            Message(Role.TOOL, "one", answers="a"),
            Message(Role.TOOL, "", answers="b"),
            Message(Role.SYSTEM, "Be brief."),
        ]
    )
    assert [line["role"] for line in lines] == ["user", "assistant", "user", "user"]
    assert [part["type"] for part in lines[1]["content"]] == ["text", "tool_use", "tool_use"]
    assert lines[1]["content"][1]["input"] == {}, "what is no object is not sent back"
    assert [part["tool_use_id"] for part in lines[2]["content"]] == ["a", "b"]
    assert lines[3]["content"] == "(Instruction, not said by the user: Be brief.)"


def test_a_conversation_that_she_began_begins_with_the_user_for_the_vendor():
    system, lines = wire_messages([Message(Role.SYSTEM, "Be kind."), Message(Role.ASSISTANT, "Hello!")])
    assert system == "Be kind."
    assert lines == [{"role": "user", "content": OPENING}, {"role": "assistant", "content": "Hello!"}]


async def test_a_model_that_takes_no_effort_is_asked_without(server, ask):
    no = {"type": "invalid_request_error", "message": "thinking: adaptive is not supported by this model"}
    server.answers = [
        refused(400, {"type": "error", "error": no}),
        streamed([begun(), text(0, "Nine."), ended()]),
    ]
    assert await ask(reasoning_effort="high") == ["Nine."]
    assert "thinking" not in server.asked[1].body


async def test_the_next_address_is_asked_unless_something_was_said(server, ask):
    overloaded = {"type": "error", "error": {"type": "not_found_error", "message": "no such model"}}
    server.answers = [refused(404, overloaded), streamed([begun(), text(0, "Nine."), ended()])]
    assert await ask(fallback_urls=(f"{server.url}/elsewhere",)) == ["Nine."]
    assert [asked.path for asked in server.asked] == ["/v1/messages", "/elsewhere/v1/messages"]


async def test_an_answer_that_breaks_off_fails_and_is_not_begun_again(server, ask):
    server.answers = [
        streamed([begun(), event("content_block_start", index=0, content_block={"type": "text", "text": ""})])
    ]
    with pytest.raises(ProviderError, match="broke off"):
        await ask()
    assert len(server.asked) == 1


async def test_an_error_in_the_middle_is_told_in_the_vendors_words(server, ask):
    failed = event("error", error={"type": "overloaded_error", "message": "Overloaded"})
    server.answers = [streamed([begun(), text(0, "At "), failed])]
    with pytest.raises(ProviderError, match="Overloaded"):
        await ask()


@pytest.mark.parametrize("reason", ["refusal", "model_context_window_exceeded"])
async def test_an_end_that_is_no_end_of_an_answer_is_an_error_that_names_it(server, ask, reason):
    server.answers = [streamed([begun(), ended(reason)])]
    with pytest.raises(ProviderError, match=reason):
        await ask()


async def test_an_answer_that_was_cut_at_the_cap_on_tokens_counts(server, ask):
    server.answers = [streamed([begun(), text(0, "At ni"), ended("max_tokens")])]
    assert await ask() == ["At ni"]


async def test_the_next_address_is_asked_when_the_first_fails_before_its_first_word(server, ask):
    overloaded = event("error", error={"type": "overloaded_error", "message": "Overloaded"})
    empty = event("content_block_start", index=0, content_block={"type": "text", "text": ""})
    server.answers = [streamed([begun(), empty, overloaded]), streamed([begun(), text(0, "Nine."), ended()])]
    assert await ask(fallback_urls=(f"{server.url}/elsewhere",)) == ["Nine."]


async def test_a_refusal_never_tells_the_key(server, ask):
    server.answers = [
        refused(
            401, {"type": "error", "error": {"type": "authentication_error", "message": "invalid x-api-key"}}
        )
    ]
    with pytest.raises(ProviderError, match="invalid x-api-key") as caught:
        await ask(api_key="sk-ant-secret")
    assert "secret" not in str(caught.value)


async def test_an_address_of_a_user_must_be_public(server, ask):
    with pytest.raises(ProviderError, match="claude"):
        await ask(allowed_hosts=())
    assert server.asked == []


async def test_tokens_are_counted_with_those_of_the_cache_and_as_the_end_tells_them(server, ask):
    before = {"input_tokens": 10, "output_tokens": 1, "cache_read_input_tokens": 300}
    before["cache_creation_input_tokens"] = 50
    after = {"output_tokens": 44, "output_tokens_details": {"thinking_tokens": 12}}
    server.answers = [streamed([begun(before), text(0, "Nine."), ended(usage=after)])]
    at_first = TokenUsage(prompt=360, cached=300)
    in_the_end = TokenUsage(prompt=360, completion=44, cached=300, reasoning=12)
    assert await ask(counted=True) == [at_first, in_the_end]


async def test_a_server_of_this_protocol_that_counts_nothing_tells_nothing(server, ask):
    server.answers = [streamed([begun({}), text(0, "Nine."), ended(usage={})])]
    assert await ask(counted=True) == []
