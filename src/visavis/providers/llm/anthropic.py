"""Anthropic's Messages API, through its SDK.

What differs from chat completions: the system prompt stands apart, the first line is the user's, all results
of a group of calls are one line, a cap on tokens is obligatory, and the newest models refuse a temperature.
Thoughts are signed: those before a tool call are sent back with it, in the call's extras.
"""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, cast

import httpx2
from anthropic import AnthropicError, AsyncAnthropic, AsyncStream, BadRequestError, omit

from visavis.contract.spec import LlmSpec
from visavis.contract.token_usage import TokenUsage, count
from visavis.providers.base import Message, Piece, Role, Thought, ToolCall, ToolOffer
from visavis.providers.llm.addresses import Addresses
from visavis.providers.llm.arguments import arguments_of
from visavis.providers.llm.asking import BrokeOff, asked
from visavis.providers.llm.guarded import RETRIES, http_client
from visavis.providers.llm.said import said

if TYPE_CHECKING:
    from anthropic.types import MessageDeltaUsage, MessageParam, RawMessageStreamEvent, ToolParam, Usage

log = logging.getLogger(__name__)

MOST_TOKENS, MOST_TOKENS_WITH_THOUGHTS = 1024, 8192
"""Of an answer, unless somebody says otherwise: spoken it takes five minutes."""
OPENING = "(The user has joined and has said nothing yet.)"
"""For a conversation that the assistant began."""
FAILURES = ("refusal", "model_context_window_exceeded")
"""Reasons to end that are no end of an answer."""
THOUGHTS = "thinking"
"""In a call's extras: the signed thoughts before it, as they came."""


class Anthropic:
    def __init__(self, spec: LlmSpec) -> None:
        self._spec = spec
        first = AsyncAnthropic(
            base_url=spec.base_url,
            api_key=spec.key,
            max_retries=0 if spec.fallback_urls else RETRIES,
            http_client=http_client(spec.allowed_hosts),
        )
        self._clients = [first, *(first.with_options(base_url=url) for url in spec.fallback_urls)]
        self._places = Addresses(self._clients)
        self._takes_effort = spec.reasoning_effort is not None

    async def reply(
        self, messages: Sequence[Message], tools: Sequence[ToolOffer] = ()
    ) -> AsyncGenerator[Piece, None]:
        pieces = asked(
            self._places,
            lambda client: self._stream(client, messages, tools),
            model=self._spec.model,
            failures=(AnthropicError, httpx2.HTTPError, BrokeOff),
        )
        async with aclosing(pieces):
            async for piece in pieces:
                yield piece

    async def _stream(
        self, client: AsyncAnthropic, messages: Sequence[Message], tools: Sequence[ToolOffer]
    ) -> AsyncGenerator[Piece, None]:
        try:
            stream = await self._ask(client, messages, tools)
        except BadRequestError as error:
            if not self._takes_effort or not _is_about_effort(error):
                raise
            log.warning("%s is asked without an effort: %s", self._spec.model, said(error))
            self._takes_effort = False
            stream = await self._ask(client, messages, tools)
        answer = _Answer(self._spec.shows_reasoning)
        async with stream:
            async for event in stream:
                for piece in answer.read(event):
                    yield piece
        if not answer.finished:
            raise BrokeOff
        if answer.reason in FAILURES:
            raise BrokeOff(f"the answer ended with {answer.reason}")
        for call in answer.calls():
            yield call

    async def _ask(
        self, client: AsyncAnthropic, messages: Sequence[Message], tools: Sequence[ToolOffer]
    ) -> AsyncStream[RawMessageStreamEvent]:
        effort = self._spec.reasoning_effort if self._takes_effort else None
        system, lines = wire_messages(messages)
        return await client.messages.create(
            model=self._spec.model,
            system=system or omit,
            messages=lines,
            max_tokens=self._spec.max_tokens or (MOST_TOKENS_WITH_THOUGHTS if effort else MOST_TOKENS),
            tools=[_wire_tool(tool) for tool in tools] or omit,
            thinking={"type": "adaptive"} if effort else omit,
            output_config={"effort": effort} if effort else omit,
            stream=True,
        )

    async def close(self) -> None:
        await self._clients[0].close()  # they share their connections


class _Answer:
    """One answer, as its events come in."""

    def __init__(self, shows_reasoning: bool) -> None:
        self._shows_reasoning = shows_reasoning
        self._blocks: dict[int, dict[str, Any]] = {}
        self.finished = False
        self.reason: str | None = None
        self.usage = TokenUsage()

    def read(self, event: RawMessageStreamEvent) -> Iterable[Piece]:
        match event.type:
            case "message_start":
                self.usage = _usage(event.message.usage)
                if self.usage:
                    yield self.usage.model_copy(update={"completion": None})  # which has hardly begun
            case "content_block_start":
                self._blocks[event.index] = event.content_block.model_dump() | {"json": ""}
                yield ""
            case "content_block_delta":
                block = self._blocks[event.index]
                match event.delta.type:
                    case "text_delta":
                        yield event.delta.text
                    case "input_json_delta":
                        block["json"] += event.delta.partial_json
                        yield ""
                    case "thinking_delta":
                        block["thinking"] += event.delta.thinking
                        yield Thought(event.delta.thinking) if self._shows_reasoning else ""
                    case "signature_delta":
                        block["signature"] = event.delta.signature
            case "message_delta":
                self.reason = event.delta.stop_reason or self.reason
                self.usage = _at_the_end(self.usage, _usage(event.usage))
                if self.usage:
                    yield self.usage
            case "message_stop":
                self.finished = True

    def calls(self) -> list[ToolCall]:
        blocks = [self._blocks[index] for index in sorted(self._blocks)]
        thoughts = [
            {key: value for key, value in block.items() if key != "json"}
            for block in blocks
            if block["type"] in ("thinking", "redacted_thinking")
        ]
        wanted = [block for block in blocks if block["type"] == "tool_use"]
        return [
            ToolCall(
                block["id"],
                block["name"],
                block["json"] or json.dumps(block["input"]),
                {THOUGHTS: thoughts} if thoughts and number == 0 else {},
            )
            for number, block in enumerate(wanted)
        ]


def _usage(told: Usage | MessageDeltaUsage | None) -> TokenUsage:
    """What is read from its cache, and written there, is counted apart from the rest of the prompt."""
    thoughts = getattr(told, "output_tokens_details", None)
    read, cached, kept = (
        count(getattr(told, f"{which}input_tokens", None)) for which in ("", "cache_read_", "cache_creation_")
    )
    return TokenUsage(
        prompt=None if read is None else read + (cached or 0) + (kept or 0),
        completion=count(getattr(told, "output_tokens", None)),
        cached=cached,
        reasoning=count(getattr(thoughts, "thinking_tokens", None)),
    )


def _at_the_end(before: TokenUsage, after: TokenUsage) -> TokenUsage:
    """The end counts anew what has grown, and may leave out what it has not."""
    return before.model_copy(update=after.model_dump(exclude_none=True))


def wire_messages(messages: Sequence[Message]) -> tuple[str, list[MessageParam]]:
    """The system prompt, and the lines that follow it. Later instructions are given in the user's role,
    marked as what they are."""
    system, lines = "", list[dict[str, Any]]()
    for index, message in enumerate(messages):
        match message.role:
            case Role.SYSTEM if index == 0:
                system = message.content
            case Role.SYSTEM:
                lines.append(_line("user", f"(Instruction, not said by the user: {message.content})"))
            case Role.TOOL:
                result = {
                    "type": "tool_result",
                    "tool_use_id": message.answers,
                    "content": message.content or "(nothing)",
                }
                if lines and _is_results(lines[-1]):
                    lines[-1]["content"].append(result)
                else:
                    lines.append({"role": "user", "content": [result]})
            case Role.ASSISTANT if message.calls:
                lines.append({"role": "assistant", "content": _calling(message)})
            case _:
                lines.append(_line(message.role.value, message.content))
    if not lines or lines[0]["role"] != "user":
        lines.insert(0, _line("user", OPENING))
    return system, cast("list[MessageParam]", lines)


def _line(role: str, text: str) -> dict[str, Any]:
    return {"role": role, "content": text}


def _is_results(line: Mapping[str, Any]) -> bool:
    return isinstance(line["content"], list) and line["content"][0]["type"] == "tool_result"


def _calling(message: Message) -> list[dict[str, Any]]:
    thoughts = [block for call in message.calls for block in call.extras.get(THOUGHTS, ())]
    text = [{"type": "text", "text": message.content}] if message.content.strip() else []
    calls = [
        {"type": "tool_use", "id": call.id, "name": call.name, "input": arguments_of(call)}
        for call in message.calls
    ]
    return [*thoughts, *text, *calls]


def _wire_tool(tool: ToolOffer) -> ToolParam:
    return {"name": tool.name, "description": tool.description, "input_schema": dict(tool.parameters)}


def _is_about_effort(error: BadRequestError) -> bool:
    text = str(error).lower()
    return "thinking" in text or "effort" in text or "output_config" in text
