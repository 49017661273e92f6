"""Google's Gemini API, through its SDK.

What differs from chat completions: the assistant is the "model", calls are parts of its lines and whole at
once, results are told apart by the names of their tools, and calls are signed: each signature goes back with
its call, in the call's extras.
"""

from __future__ import annotations

import base64
import json
import logging
import re
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import aclosing
from typing import Any
from urllib.parse import urlsplit

import httpx2
from google.genai import Client
from google.genai.errors import APIError, ClientError
from google.genai.types import (
    Content,
    FunctionCall,
    FunctionDeclaration,
    FunctionResponse,
    GenerateContentConfig,
    GenerateContentResponse,
    GenerateContentResponseUsageMetadata,
    HttpOptions,
    Part,
    ThinkingConfig,
    ThinkingLevel,
    Tool,
)

from visavis.contract.spec import LlmSpec
from visavis.contract.token_usage import TokenUsage, count
from visavis.providers.base import Message, Piece, Role, Thought, ToolCall, ToolOffer
from visavis.providers.llm.addresses import Addresses
from visavis.providers.llm.arguments import arguments_of
from visavis.providers.llm.asking import BrokeOff, asked
from visavis.providers.llm.guarded import http_client
from visavis.providers.llm.hanging_up import hanging_up, watch
from visavis.providers.llm.said import said

log = logging.getLogger(__name__)

SIGNATURE = "thought_signature"
"""In a call's extras, in base64."""
FINE = ("STOP", "MAX_TOKENS", "FINISH_REASON_UNSPECIFIED")
"""Reasons to end that are no failure; the others (SAFETY, MALFORMED_FUNCTION_CALL, …) say what it was."""
VERSION = re.compile(r"v\d\w*")


class Gemini:
    def __init__(self, spec: LlmSpec) -> None:
        self._spec = spec
        self._http = watch(http_client(spec.allowed_hosts))
        addresses = (spec.base_url or "", *spec.fallback_urls)
        self._places = Addresses([_client(spec, address, self._http) for address in addresses])
        self._takes_thinking = True

    async def reply(
        self, messages: Sequence[Message], tools: Sequence[ToolOffer] = ()
    ) -> AsyncGenerator[Piece, None]:
        pieces = asked(
            self._places,
            lambda client: self._stream(client, messages, tools),
            model=self._spec.model,
            failures=(APIError, httpx2.HTTPError, BrokeOff),
        )
        async with aclosing(pieces):
            async for piece in pieces:
                yield piece

    async def _stream(
        self, client: Client, messages: Sequence[Message], tools: Sequence[ToolOffer]
    ) -> AsyncGenerator[Piece, None]:
        try:
            async with aclosing(self._answer(client, messages, tools)) as pieces:
                async for piece in pieces:
                    yield piece
        except ClientError as error:  # it comes before anything else, or not at all
            if not self._takes_thinking or not _is_about_thinking(error):
                raise
            log.warning("%s is asked without options for thinking: %s", self._spec.model, said(error))
            self._takes_thinking = False
            async with aclosing(self._answer(client, messages, tools)) as pieces:
                async for piece in pieces:
                    yield piece

    async def _answer(
        self, client: Client, messages: Sequence[Message], tools: Sequence[ToolOffer]
    ) -> AsyncGenerator[Piece, None]:
        system, contents = wire_contents(messages)
        ended: str | None = None
        async with hanging_up():
            stream = await client.aio.models.generate_content_stream(
                model=self._spec.model, contents=contents, config=self._config(system, tools)
            )
            async for response in stream:
                if usage := _usage(response.usage_metadata):
                    yield usage  # so far, in each
                for piece in self._read(response):
                    yield piece
                ended = _end(response) or ended
        if ended is None:
            raise BrokeOff
        if ended not in FINE:
            raise BrokeOff(f"the answer ended with {ended}")

    def _config(self, system: str, tools: Sequence[ToolOffer]) -> GenerateContentConfig:
        effort, shown = self._spec.reasoning_effort, self._spec.shows_reasoning
        thinking = None
        if self._takes_thinking and (effort or shown):
            level = ThinkingLevel(effort.upper()) if effort else None
            thinking = ThinkingConfig(thinking_level=level, include_thoughts=shown)
        return GenerateContentConfig(
            system_instruction=system or None,
            temperature=self._spec.temperature,
            max_output_tokens=self._spec.max_tokens,
            tools=[Tool(function_declarations=[_declared(tool) for tool in tools])] if tools else None,
            thinking_config=thinking,
        )

    def _read(self, response: GenerateContentResponse) -> Iterable[Piece]:
        for candidate in (response.candidates or ())[:1]:
            for part in (candidate.content and candidate.content.parts) or ():
                if part.function_call is not None:
                    yield _call(part.function_call, part.thought_signature)
                elif part.thought:
                    yield Thought(part.text or "") if self._spec.shows_reasoning else ""
                elif part.text:
                    yield part.text

    async def close(self) -> None:
        await self._http.aclose()


def _client(spec: LlmSpec, address: str, http: httpx2.AsyncClient) -> Client:
    parts = urlsplit(address)
    *before, last = parts.path.rstrip("/").split("/")
    version = last if VERSION.fullmatch(last) else "v1beta"
    path = "/".join(before) if VERSION.fullmatch(last) else parts.path.rstrip("/")
    return Client(
        api_key=spec.key,
        vertexai=False,
        http_options=HttpOptions(
            base_url=f"{parts.scheme}://{parts.netloc}{path}/", api_version=version, httpx_async_client=http
        ),
    )


def _end(response: GenerateContentResponse) -> str | None:
    """Why the answer is at its end, where it is; a question that is refused has no answer at all."""
    if response.candidates:
        reason = response.candidates[0].finish_reason
        return reason.value if reason else None
    feedback = response.prompt_feedback
    return feedback.block_reason.value if feedback and feedback.block_reason else None


def _usage(told: GenerateContentResponseUsageMetadata | None) -> TokenUsage:
    """Thoughts are counted apart from the answer, and what tools brought apart from the prompt."""
    if told is None:
        return TokenUsage()
    read, tools = count(told.prompt_token_count), count(told.tool_use_prompt_token_count)
    said, thought = count(told.candidates_token_count), count(told.thoughts_token_count)
    return TokenUsage(
        prompt=None if read is None else read + (tools or 0),
        completion=None if said is None and thought is None else (said or 0) + (thought or 0),
        cached=count(told.cached_content_token_count),
        reasoning=thought,
    )


def _is_about_thinking(error: ClientError) -> bool:
    """Models before the third know no levels, and some do not think at all."""
    return error.code == 400 and "think" in str(error).lower()


def _call(call: FunctionCall, signature: bytes | None) -> ToolCall:
    extras = {SIGNATURE: base64.b64encode(signature).decode()} if signature else {}
    return ToolCall(call.id or "", call.name or "", json.dumps(call.args or {}), extras)


def wire_contents(messages: Sequence[Message]) -> tuple[str, list[Content]]:
    """The system prompt, and the lines that follow it. Later instructions are given in the user's role,
    marked as what they are."""
    system, contents = "", list[Content]()
    names = {call.id: call.name for message in messages for call in message.calls}
    for index, message in enumerate(messages):
        match message.role:
            case Role.SYSTEM if index == 0:
                system = message.content
            case Role.SYSTEM:
                _add(contents, "user", [Part(text=f"(Instruction, not said by the user: {message.content})")])
            case Role.TOOL:
                _add(contents, "user", [_result(message, names.get(message.answers, ""))])
            case Role.ASSISTANT:
                _add(contents, "model", _said_and_called(message))
            case _:
                _add(contents, "user", [Part(text=message.content)])
    return system, contents


def _add(contents: list[Content], role: str, parts: list[Part]) -> None:
    """Lines of the same role in a row are one line: so the results of a group of calls stay together."""
    if contents and contents[-1].role == role:
        contents[-1].parts = [*(contents[-1].parts or ()), *parts]
    elif parts:
        contents.append(Content(role=role, parts=parts))


def _result(message: Message, name: str) -> Part:
    response: dict[str, Any] = {"result": message.content}
    return Part(function_response=FunctionResponse(id=message.answers or None, name=name, response=response))


def _said_and_called(message: Message) -> list[Part]:
    words = [Part(text=message.content)] if message.content.strip() else []
    return words + [
        Part(
            function_call=FunctionCall(id=call.id or None, name=call.name, args=arguments_of(call)),
            thought_signature=_signature(call),
        )
        for call in message.calls
    ]


def _signature(call: ToolCall) -> bytes | None:
    kept = call.extras.get(SIGNATURE)
    return base64.b64decode(kept) if kept else None


def _declared(tool: ToolOffer) -> FunctionDeclaration:
    return FunctionDeclaration(
        name=tool.name, description=tool.description, parameters_json_schema=dict(tool.parameters)
    )
