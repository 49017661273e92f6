"""What each kind of language model says over the wire, as its vendor documents the stream, for whole sessions.

OpenAI's chat completions (platform.openai.com/docs/api-reference/chat-streaming), which Azure speaks behind addresses of
its own; Anthropic's Messages (docs.claude.com/en/api/messages-streaming); Gemini's streamGenerateContent
(ai.google.dev/api/generate-content). The adapters' own tests are about their finer points.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tests.providers.llm.vendor import Asked

MODEL = "own"
READ, WROTE = 90, 8
"""Tokens of each answer."""

Events = list[bytes]


@dataclass(frozen=True, slots=True)
class Call:
    id: str
    name: str
    arguments: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Dialect:
    llm_format: str
    address: str
    """What a user enters, behind the vendor's name."""
    path: str
    """Where a question goes then."""
    key: Callable[[Asked], str | None]
    says: Callable[[str], Events]
    """A whole answer: the first event has its first half."""
    calls: Callable[[Sequence[Call]], Events]
    results: Callable[[dict[str, Any]], list[str]]
    """What a question tells of the calls before it."""


def halves(text: str) -> tuple[str, str]:
    middle = text.index(" ", len(text) // 2)
    return text[:middle], text[middle:]


def _openai_says(text: str) -> Events:
    deltas = [_chunk([{"index": 0, "delta": {"content": piece}}]) for piece in halves(text)]
    return [*deltas, *_openai_ends("stop")]


def _openai_calls(calls: Sequence[Call]) -> Events:
    asked = [
        {
            "index": index,
            "id": call.id,
            "type": "function",
            "function": {"name": call.name, "arguments": json.dumps(call.arguments)},
        }
        for index, call in enumerate(calls)
    ]
    return [
        *(_chunk([{"index": 0, "delta": {"tool_calls": [one]}}]) for one in asked),
        *_openai_ends("tool_calls"),
    ]


def _openai_ends(reason: str) -> Events:
    usage = {"prompt_tokens": READ, "completion_tokens": WROTE, "total_tokens": READ + WROTE}
    ended = _chunk([{"index": 0, "delta": {}, "finish_reason": reason}])
    return [ended, _chunk([], usage=usage), b"data: [DONE]\n\n"]


def _chunk(choices: list[Any], **fields: Any) -> bytes:
    whole = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": MODEL, "choices": choices}
    return f"data: {json.dumps(whole | fields)}\n\n".encode()


def _openai_results(body: dict[str, Any]) -> list[str]:
    return [message["content"] for message in body["messages"] if message["role"] == "tool"]


def _anthropic_says(text: str) -> Events:
    first, second = ({"type": "text_delta", "text": piece} for piece in halves(text))
    begun = _anthropic_begins() + _event(
        "content_block_start", index=0, content_block={"type": "text", "text": ""}
    )
    return [
        begun + _event("content_block_delta", index=0, delta=first),
        _event("content_block_delta", index=0, delta=second),
        _event("content_block_stop", index=0),
        *_anthropic_ends("end_turn"),
    ]


def _anthropic_calls(calls: Sequence[Call]) -> Events:
    events = [_anthropic_begins()]
    for index, call in enumerate(calls):
        used = {"type": "tool_use", "id": call.id, "name": call.name, "input": {}}
        told = {"type": "input_json_delta", "partial_json": json.dumps(call.arguments)}
        events += [
            _event("content_block_start", index=index, content_block=used),
            _event("content_block_delta", index=index, delta=told),
            _event("content_block_stop", index=index),
        ]
    return [*events, *_anthropic_ends("tool_use")]


def _anthropic_begins() -> bytes:
    usage = {"input_tokens": READ, "output_tokens": 1}
    message = {"id": "m", "type": "message", "role": "assistant", "content": [], "model": MODEL}
    return _event("message_start", message=message | {"usage": usage, "stop_reason": None})


def _anthropic_ends(reason: str) -> Events:
    delta = {"stop_reason": reason, "stop_sequence": None}
    return [_event("message_delta", delta=delta, usage={"output_tokens": WROTE}), _event("message_stop")]


def _event(kind: str, **fields: Any) -> bytes:
    return f"event: {kind}\ndata: {json.dumps({'type': kind} | fields)}\n\n".encode()


def _anthropic_results(body: dict[str, Any]) -> list[str]:
    parts = [
        part
        for message in body["messages"]
        if isinstance(message["content"], list)
        for part in message["content"]
    ]
    return [part["content"] for part in parts if part["type"] == "tool_result"]


def _gemini_says(text: str) -> Events:
    first, second = ({"text": piece} for piece in halves(text))
    return [_gemini(first), _gemini(second, ends="STOP")]


def _gemini_calls(calls: Sequence[Call]) -> Events:
    asked = ({"functionCall": {"id": call.id, "name": call.name, "args": call.arguments}} for call in calls)
    return [_gemini(*asked, ends="STOP")]


def _gemini(*parts: dict[str, Any], ends: str | None = None) -> bytes:
    candidate = {"content": {"role": "model", "parts": list(parts)}, "index": 0}
    if ends:
        candidate["finishReason"] = ends
    usage = {"promptTokenCount": READ, "candidatesTokenCount": WROTE, "totalTokenCount": READ + WROTE}
    return f"data: {json.dumps({'candidates': [candidate], 'usageMetadata': usage})}\r\n\r\n".encode()


def _gemini_results(body: dict[str, Any]) -> list[str]:
    parts = [part for content in body["contents"] for part in content["parts"]]
    responses = [part["functionResponse"]["response"] for part in parts if "functionResponse" in part]
    return [str(told) for response in responses for told in response.values()]


DIALECTS = {
    dialect.llm_format: dialect
    for dialect in (
        Dialect(
            *("openai", "/v1", "/v1/chat/completions"),
            lambda asked: asked.headers["authorization"].removeprefix("Bearer "),
            *(_openai_says, _openai_calls, _openai_results),
        ),
        Dialect(
            *("azure_openai", "/openai/v1", "/openai/v1/chat/completions"),
            lambda asked: asked.headers.get("api-key"),
            *(_openai_says, _openai_calls, _openai_results),
        ),
        Dialect(
            *("anthropic", "", "/v1/messages"),
            lambda asked: (
                asked.headers.get("x-api-key") or asked.headers["authorization"].removeprefix("Bearer ")
            ),
            *(_anthropic_says, _anthropic_calls, _anthropic_results),
        ),
        Dialect(
            *("gemini", "/v1beta", f"/v1beta/models/{MODEL}:streamGenerateContent"),
            lambda asked: asked.headers.get("x-goog-api-key"),
            *(_gemini_says, _gemini_calls, _gemini_results),
        ),
    )
}
"""By the format of the LLM."""
