"""Google's Gemini API: server-sent responses, each whole."""

import base64
import json

import pytest

from tests.providers.llm.vendor import refused, streamed, vendor
from visavis.contract.spec import LlmSpec
from visavis.contract.token_usage import TokenUsage
from visavis.providers.base import Message, ProviderError, Role, Thought, ToolCall, ToolOffer
from visavis.providers.llm.gemini import SIGNATURE, Gemini, wire_contents

SCHEMA = {"type": "object", "properties": {"q": {"type": "string"}}}
LOOK = ToolOffer("look", "Looks it up.", SCHEMA)
QUESTION = [Message(Role.SYSTEM, "You are kind."), Message(Role.USER, "When?")]
SIGNED = base64.b64encode(b"signed").decode()


def response(*parts, ends=None, **more):
    candidate = {"content": {"role": "model", "parts": list(parts)}, "index": 0}
    if ends:
        candidate["finishReason"] = ends
    return f"data: {json.dumps({'candidates': [candidate]} | more)}\r\n\r\n".encode()


@pytest.fixture
async def server():
    async with vendor() as here:
        yield here


@pytest.fixture
async def ask(server):
    models = []

    async def ask(messages=QUESTION, tools=(LOOK,), base="/v1beta", **options):
        spec = LlmSpec(id="l", kind="gemini", model="gemini-x", base_url=server.url + base, **options)
        models.append(Gemini(spec))
        return [piece async for piece in models[-1].reply(messages, tools) if piece != ""]

    yield ask
    for model in models:
        await model.close()


async def test_the_answer_streams_and_the_question_is_put_as_the_vendor_wants_it(server, ask):
    server.answers = [streamed([response({"text": "At "}), response({"text": "nine."}, ends="STOP")])]
    assert await ask(api_key="g-key", temperature=0.5, max_tokens=99) == ["At ", "nine."]
    (asked,) = server.asked
    assert asked.path == "/v1beta/models/gemini-x:streamGenerateContent"
    assert asked.query == {"alt": "sse"}
    assert asked.headers["x-goog-api-key"] == "g-key"
    assert asked.body["systemInstruction"]["parts"] == [{"text": "You are kind."}]
    assert asked.body["contents"] == [{"role": "user", "parts": [{"text": "When?"}]}]
    assert asked.body["generationConfig"] == {"temperature": 0.5, "maxOutputTokens": 99}
    ((declared,),) = [tool["functionDeclarations"] for tool in asked.body["tools"]]
    assert (declared["name"], declared["parameters_json_schema"]) == ("look", SCHEMA)


async def test_calls_that_are_asked_for_together_keep_their_signature(server, ask):
    first = {"functionCall": {"id": "a", "name": "look", "args": {"q": "hours"}}, "thoughtSignature": SIGNED}
    second = {"functionCall": {"name": "look", "args": {}}}
    server.answers = [streamed([response({"text": "Let me see."}, first, second, ends="STOP")])]
    assert await ask() == [
        "Let me see.",
        ToolCall("a", "look", '{"q": "hours"}', {SIGNATURE: SIGNED}),
        ToolCall("", "look", "{}"),
    ]


def test_calls_go_back_signed_and_their_results_together():
    calls = (ToolCall("a", "look", '{"q": 1}', {SIGNATURE: SIGNED}), ToolCall("b", "look", "no object"))
    system, contents = wire_contents(
        [
            *QUESTION,
            Message(Role.ASSISTANT, "", calls),
            Message(Role.TOOL, "one", answers="a"),
            Message(Role.TOOL, "two", answers="b"),
            Message(Role.SYSTEM, "Be brief."),
        ]
    )
    assert system == "You are kind."
    assert [content.role for content in contents] == ["user", "model", "user"]
    first, second = contents[1].parts
    assert (first.function_call.args, first.thought_signature) == ({"q": 1}, b"signed")
    assert (second.function_call.args, second.thought_signature) == ({}, None)
    one, two, instruction = contents[2].parts
    assert (one.function_response.name, one.function_response.response) == ("look", {"result": "one"})
    assert two.function_response.id == "b"
    assert "not said by the user: Be brief." in instruction.text


async def test_thoughts_are_shown_where_they_are_wanted_and_never_spoken(server, ask):
    answer = [response({"text": "Hm.", "thought": True}), response({"text": "Nine."}, ends="STOP")]
    server.answers = [streamed(answer), streamed(answer)]
    assert await ask(shows_reasoning=True, reasoning_effort="low") == [Thought("Hm."), "Nine."]
    thinking = server.asked[0].body["generationConfig"]["thinkingConfig"]
    assert thinking == {"include_thoughts": True, "thinking_level": "LOW"}
    assert await ask() == ["Nine."]


@pytest.mark.parametrize("reason", ["SAFETY", "MALFORMED_FUNCTION_CALL"])
async def test_an_end_that_is_no_end_of_an_answer_is_an_error_that_names_it(server, ask, reason):
    server.answers = [streamed([response(ends=reason)])]
    with pytest.raises(ProviderError, match=reason):
        await ask()


async def test_a_question_that_is_refused_names_the_reason(server, ask):
    refusal = {"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}}
    server.answers = [streamed([f"data: {json.dumps(refusal)}\r\n\r\n".encode()])]
    with pytest.raises(ProviderError, match="ended with PROHIBITED_CONTENT"):
        await ask()


async def test_a_model_that_knows_no_levels_of_thinking_is_asked_without(server, ask):
    message = "Thinking level is not supported for this model."
    no = {"error": {"code": 400, "message": message, "status": "INVALID_ARGUMENT"}}
    nine = streamed([response({"text": "Nine."}, ends="STOP")])
    server.answers = [refused(400, no), nine]
    assert await ask(reasoning_effort="low") == ["Nine."]
    assert "thinkingConfig" in server.asked[0].body["generationConfig"]
    assert "thinkingConfig" not in server.asked[1].body.get("generationConfig", {})


async def test_an_answer_that_breaks_off_fails(server, ask):
    server.answers = [streamed([response({"text": "At "})])]
    with pytest.raises(ProviderError, match="broke off"):
        await ask()


async def test_the_next_address_is_asked_with_its_own_version(server, ask):
    no = {"error": {"code": 503, "message": "The model is overloaded.", "status": "UNAVAILABLE"}}
    server.answers = [refused(503, no), streamed([response({"text": "Nine."}, ends="STOP")])]
    assert await ask(fallback_urls=(f"{server.url}/proxy/v1",)) == ["Nine."]
    assert server.asked[1].path == "/proxy/v1/models/gemini-x:streamGenerateContent"


async def test_a_refusal_is_told_in_the_vendors_words_without_the_key(server, ask):
    no = {"error": {"code": 400, "message": "API key not valid.", "status": "INVALID_ARGUMENT"}}
    server.answers = [refused(400, no)]
    with pytest.raises(ProviderError, match="API key not valid") as caught:
        await ask(api_key="g-secret")
    assert "g-secret" not in str(caught.value)


async def test_an_address_of_a_user_must_be_public(server, ask):
    with pytest.raises(ProviderError, match="gemini-x"):
        await ask(allowed_hosts=())
    assert server.asked == []


async def test_tokens_are_counted_thoughts_among_what_was_written(server, ask):
    first = {"promptTokenCount": 90, "totalTokenCount": 90}
    last = {"promptTokenCount": 90, "cachedContentTokenCount": 64, "candidatesTokenCount": 8}
    last |= {"thoughtsTokenCount": 30, "toolUsePromptTokenCount": 5}
    at, nine = {"text": "At "}, {"text": "nine."}
    server.answers = [
        streamed([response(at, usageMetadata=first), response(nine, ends="STOP", usageMetadata=last)])
    ]
    so_far, all = TokenUsage(prompt=90), TokenUsage(prompt=95, completion=38, cached=64, reasoning=30)
    assert await ask() == [so_far, "At ", all, "nine."]
