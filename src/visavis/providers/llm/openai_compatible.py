"""Any endpoint that speaks the OpenAI chat completions API: OpenAI, Ollama, llama.cpp, vLLM, Groq, …"""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncGenerator, Collection, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, cast

import httpx

from visavis.contract.spec import LlmSpec
from visavis.guarded_http import GuardedTransport
from visavis.providers.base import Message, ProviderError, Role, Stage, ToolCall, ToolOffer
from visavis.providers.llm.call_pieces import CallPieces

if TYPE_CHECKING:
    from openai import AsyncOpenAI, AsyncStream
    from openai.types.chat import (
        ChatCompletionChunk,
        ChatCompletionFunctionToolParam,
        ChatCompletionMessageParam,
    )

log = logging.getLogger(__name__)

CONNECT_TIMEOUT_S, READ_TIMEOUT_S = 5.0, 60.0
"""How long a model may think is the conversation's to decide; these only bound a dead connection."""


class OpenAiCompatible:
    def __init__(self, spec: LlmSpec) -> None:
        from openai import AsyncOpenAI, Timeout  # slow to import, so not before it is used

        self._spec = spec
        first = AsyncOpenAI(
            base_url=spec.base_url,
            api_key=spec.api_key.get_secret_value() if spec.api_key else "none",  # local servers ask for none
            timeout=Timeout(READ_TIMEOUT_S, connect=CONNECT_TIMEOUT_S),
            max_retries=1,
            http_client=_guarded(spec.allowed_hosts),  # type: ignore[arg-type]  # the older httpx is taken too
        )
        self._clients = [first, *(first.with_options(base_url=url) for url in spec.fallback_urls)]
        """One for each address of the model; they share their connections."""
        self._takes_tools = True

    async def reply(
        self, messages: Sequence[Message], tools: Sequence[ToolOffer] = ()
    ) -> AsyncGenerator[str | ToolCall, None]:
        from openai import OpenAIError

        for client in self._clients:
            begun = False
            try:
                async with aclosing(self._stream(client, messages, tools)) as pieces:
                    async for piece in pieces:
                        begun = True
                        yield piece
                return
            except (OpenAIError, httpx.HTTPError) as error:
                if begun or client is self._clients[-1]:
                    raise ProviderError(Stage.THINK, self._spec.model, _said(error)) from error
                log.warning("%s does not answer, asking the next address: %s", client.base_url, _said(error))

    async def _stream(
        self, client: AsyncOpenAI, messages: Sequence[Message], tools: Sequence[ToolOffer]
    ) -> AsyncGenerator[str | ToolCall, None]:
        from openai import BadRequestError

        calls = CallPieces()
        try:
            stream = await self._ask(client, messages, tools if self._takes_tools else ())
        except BadRequestError as error:
            if not tools or "tool" not in str(error).lower():
                raise
            log.warning("%s takes no tools and gets none: %s", self._spec.model, _said(error))
            self._takes_tools = False
            stream = await self._ask(client, messages, ())
        said, finished = "", False
        async with stream:
            async for chunk in stream:
                if not chunk.choices:
                    continue
                delta = chunk.choices[0].delta
                finished = finished or chunk.choices[0].finish_reason is not None
                said += delta.content or ""
                for piece in delta.tool_calls or ():
                    calls.push(piece)
                if delta.content or delta.tool_calls:
                    yield delta.content or ""
        wanted = calls.whole()
        if not finished and not wanted and _is_mid_sentence(said):
            raise ProviderError(Stage.THINK, self._spec.model, "the answer broke off in mid-sentence")
        for call in wanted:
            yield call

    async def _ask(
        self, client: AsyncOpenAI, messages: Sequence[Message], tools: Sequence[ToolOffer]
    ) -> AsyncStream[ChatCompletionChunk]:
        from openai import omit

        return await client.chat.completions.create(
            model=self._spec.model,
            messages=_wire_messages(messages),
            stream=True,
            tools=_wire_tools(tools) or omit,
            temperature=omit if self._spec.temperature is None else self._spec.temperature,
            max_tokens=omit if self._spec.max_tokens is None else self._spec.max_tokens,
            reasoning_effort=omit if self._spec.reasoning_effort is None else self._spec.reasoning_effort,
        )

    async def close(self) -> None:
        await self._clients[0].close()


def _guarded(allowed_hosts: Collection[str] | None) -> httpx.AsyncClient | None:
    """For an address that a user gave; None for the operator's, which is reached as it is.

    Connections are kept, because there is one host behind them.
    """
    if allowed_hosts is None:
        return None
    transport = GuardedTransport(allowed_hosts, inner=httpx.AsyncHTTPTransport())
    return httpx.AsyncClient(transport=transport, trust_env=False)


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
    """Templates read the arguments, and fail on what is no JSON, though the model wrote it itself."""
    try:
        fine = isinstance(json.loads(call.arguments), dict)
    except ValueError:
        fine = False
    function = {"name": call.name, "arguments": call.arguments if fine else "{}"}
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


def _is_mid_sentence(text: str) -> bool:
    """Where nobody says that an answer is finished, its end tells: some servers never say it."""
    end = text.rstrip()[-1:]
    return end.isalnum() or end in tuple(",;:-–—(")


def _said(error: Exception) -> str:
    """One line, without the request's headers or body."""
    return " ".join(str(error).split())[:300] or type(error).__name__
