"""Any endpoint that speaks the OpenAI chat completions API: OpenAI, Ollama, llama.cpp, vLLM, Groq, …"""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, cast

import httpx2

from visavis.contract.spec import LlmSpec
from visavis.contract.token_usage import TokenUsage, count
from visavis.providers.base import Message, Piece, Role, Thought, ToolCall, ToolOffer
from visavis.providers.llm.addresses import Addresses
from visavis.providers.llm.arguments import arguments_of
from visavis.providers.llm.asking import BrokeOff, asked
from visavis.providers.llm.call_pieces import CallPieces
from visavis.providers.llm.guarded import RETRIES, http_client
from visavis.providers.llm.said import said
from visavis.providers.llm.think_tags import ThinkTags

if TYPE_CHECKING:
    from openai import APIStatusError, AsyncOpenAI, AsyncStream
    from openai.types.chat import (
        ChatCompletionChunk,
        ChatCompletionFunctionToolParam,
        ChatCompletionMessageParam,
    )
    from openai.types.chat.chat_completion_chunk import Choice, ChoiceDelta

log = logging.getLogger(__name__)

FILTERED = "content_filter"
"""A reason to end that is no end of an answer."""


class OpenAiCompatible:
    def __init__(self, spec: LlmSpec, clients: Sequence[AsyncOpenAI]) -> None:
        """`clients`: one for each address of the model."""
        self._spec, self._clients = spec, clients
        if spec.allowed_hosts is not None:
            for client in clients:  # what the SDK finds in the environment is the operator's
                client.organization = client.project = None
        self._places = Addresses(clients)
        self._refused: set[str] = set()
        """Options that the model does not take."""

    async def reply(
        self, messages: Sequence[Message], tools: Sequence[ToolOffer] = ()
    ) -> AsyncGenerator[Piece, None]:
        from openai import OpenAIError

        pieces = asked(
            self._places,
            lambda client: self._stream(client, messages, tools),
            model=self._spec.model,
            failures=(OpenAIError, httpx2.HTTPError, BrokeOff),
        )
        async with aclosing(pieces):
            async for piece in pieces:
                yield piece

    async def _stream(
        self, client: AsyncOpenAI, messages: Sequence[Message], tools: Sequence[ToolOffer]
    ) -> AsyncGenerator[Piece, None]:
        calls, tags = CallPieces(), ThinkTags()
        stream = await self._ask(client, messages, tools)
        answer, reason = "", None
        async with stream:
            async for chunk in stream:
                if usage := _usage(chunk):
                    yield usage
                choice = _choice(chunk)
                if choice is None:
                    continue
                delta = choice.delta
                reason = choice.finish_reason or reason
                answer += delta.content or ""
                if thought := _thought(delta):
                    yield self._shown(Thought(thought))
                for piece in delta.tool_calls or ():
                    calls.push(piece)
                    yield ""
                for told in tags.push(delta.content or ""):
                    yield self._shown(told)
        for told in tags.finish():
            yield self._shown(told)
        wanted = calls.whole()
        if reason == FILTERED:
            raise BrokeOff(f"the answer ended with {reason}")
        if reason is None and not wanted and _is_mid_sentence(answer):
            raise BrokeOff
        for call in wanted:
            yield call

    def _shown(self, piece: str | Thought) -> str | Thought:
        """A thought that nobody is to see is still a sign of life."""
        return "" if isinstance(piece, Thought) and not self._spec.shows_reasoning else piece

    async def _ask(
        self, client: AsyncOpenAI, messages: Sequence[Message], tools: Sequence[ToolOffer]
    ) -> AsyncStream[ChatCompletionChunk]:
        """Asked again without what a model does not take: reasoning models refuse a temperature, small local
        ones refuse tools."""
        from openai import BadRequestError, UnprocessableEntityError

        while True:
            options = self._options(tools)
            try:
                stream = await client.chat.completions.create(
                    model=self._spec.model, messages=_wire_messages(messages), stream=True, **options
                )
                return cast("AsyncStream[ChatCompletionChunk]", stream)
            except (BadRequestError, UnprocessableEntityError) as error:
                refused = _refused(error, options)
                if refused is None:
                    raise
                log.warning("%s takes no %s and gets none: %s", self._spec.model, refused, said(error))
                self._refused.add(refused)

    def _options(self, tools: Sequence[ToolOffer]) -> dict[str, Any]:
        spec = self._spec
        cap = "max_completion_tokens" if "max_tokens" in self._refused else "max_tokens"
        wanted = {
            "tools": _wire_tools(tools),
            "temperature": spec.temperature,
            cap: spec.max_tokens,
            "reasoning_effort": spec.reasoning_effort,
            "stream_options": {"include_usage": True},
        }
        return {
            name: value
            for name, value in wanted.items()
            if value not in (None, []) and name not in self._refused
        }

    async def close(self) -> None:
        await self._clients[0].close()  # they share their connections


def openai_compatible(spec: LlmSpec) -> OpenAiCompatible:
    from openai import AsyncOpenAI  # slow to import, so not before it is used

    first = AsyncOpenAI(
        base_url=spec.base_url,
        api_key=spec.key,
        max_retries=0 if spec.fallback_urls else RETRIES,
        http_client=http_client(spec.allowed_hosts),
    )
    return OpenAiCompatible(spec, [first, *(first.with_options(base_url=url) for url in spec.fallback_urls)])


def _choice(chunk: ChatCompletionChunk) -> Choice | None:
    """None: it tells of something else, of usage for example. The SDK believes whatever it is sent; raises
    BrokeOff for what is no part of an answer."""
    choices: Any = getattr(chunk, "choices", None)
    if not isinstance(choices, list | None):
        raise BrokeOff("what came is no chat completion")
    choice = choices[0] if choices else None
    return choice if getattr(choice, "delta", None) is not None else None


def _usage(chunk: ChatCompletionChunk) -> TokenUsage:
    """In the last chunk, or so far in each; some servers have fewer numbers than others."""
    told: Any = getattr(chunk, "usage", None)
    read, written = (getattr(told, f"{which}_tokens_details", None) for which in ("prompt", "completion"))
    return TokenUsage(
        prompt=count(getattr(told, "prompt_tokens", None)),
        completion=count(getattr(told, "completion_tokens", None)),
        cached=count(getattr(read, "cached_tokens", None)),
        reasoning=count(getattr(written, "reasoning_tokens", None)),
    )


def _thought(delta: ChoiceDelta) -> str:
    """Servers that tell thoughts apart have one of two names for them (vLLM, llama.cpp; Groq, Ollama)."""
    return getattr(delta, "reasoning_content", None) or getattr(delta, "reasoning", None) or ""


def _refused(error: APIStatusError, options: Iterable[str]) -> str | None:
    """Which of the options the model does not take, by what it says."""
    words = str(error).lower()
    return next((name for name in options if name == error.param or name.removesuffix("s") in words), None)


def _is_mid_sentence(text: str) -> bool:
    """Where nobody says that an answer is finished, its end tells: some servers never say it."""
    end = text.rstrip()[-1:]
    return end.isalnum() or end in tuple(",;:-–—(")


def _wire_messages(messages: Sequence[Message]) -> list[ChatCompletionMessageParam]:
    """Chat templates of local models take a system message only in first place and want a user's at the end:
    later instructions are therefore given in the user's role, marked as what they are."""
    wire: list[dict[str, Any]] = []
    for index, message in enumerate(messages):
        said = {"role": message.role.value, "content": message.content}
        if message.role is Role.SYSTEM and index > 0:
            marked = f"(Instruction, not said by the user: {message.content})"
            wire.append({"role": "user", "content": marked})
        elif message.role is Role.TOOL:
            wire.append(said | {"tool_call_id": message.answers})
        elif message.calls:
            calls = {"role": "assistant", "tool_calls": [_wire_call(call) for call in message.calls]}
            wire.append(said | calls if message.content else calls)
        else:
            wire.append(said)
    return cast("list[ChatCompletionMessageParam]", wire)


def _wire_call(call: ToolCall) -> dict[str, Any]:
    function = {"name": call.name, "arguments": json.dumps(arguments_of(call))}
    return {"id": call.id, "type": "function", "function": function} | dict(call.extras)


def _wire_tools(tools: Sequence[ToolOffer]) -> list[ChatCompletionFunctionToolParam]:
    return [
        {
            "type": "function",
            "function": {
                "name": tool.name,
                "description": tool.description,
                "parameters": dict(tool.parameters),
            },
        }
        for tool in tools
    ]
