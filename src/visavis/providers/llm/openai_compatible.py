"""Any endpoint that speaks the OpenAI chat completions API: OpenAI, Ollama, llama.cpp, vLLM, Groq, …"""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Collection, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, cast

import httpx

from visavis.contract.spec import LlmSpec
from visavis.guarded_http import GuardedTransport
from visavis.providers.base import Message, ProviderError, Role, Stage

if TYPE_CHECKING:
    from openai import AsyncOpenAI
    from openai.types.chat import ChatCompletionMessageParam

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

    async def reply(self, messages: Sequence[Message]) -> AsyncGenerator[str, None]:
        from openai import OpenAIError

        for client in self._clients:
            begun = False
            try:
                async with aclosing(self._stream(client, messages)) as pieces:
                    async for piece in pieces:
                        begun = True
                        yield piece
                return
            except (OpenAIError, httpx.HTTPError) as error:
                if begun or client is self._clients[-1]:
                    raise ProviderError(Stage.THINK, self._spec.model, _said(error)) from error
                log.warning("%s does not answer, asking the next address: %s", client.base_url, _said(error))

    async def _stream(self, client: AsyncOpenAI, messages: Sequence[Message]) -> AsyncGenerator[str, None]:
        from openai import omit

        stream = await client.chat.completions.create(
            model=self._spec.model,
            messages=_wire_messages(messages),
            stream=True,
            temperature=omit if self._spec.temperature is None else self._spec.temperature,
            max_tokens=omit if self._spec.max_tokens is None else self._spec.max_tokens,
            reasoning_effort=omit if self._spec.reasoning_effort is None else self._spec.reasoning_effort,
        )
        async with stream:
            async for chunk in stream:
                if chunk.choices and chunk.choices[0].delta.content:
                    yield chunk.choices[0].delta.content

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
    wire = []
    for index, message in enumerate(messages):
        if message.role is Role.SYSTEM and index > 0:
            marked = f"(Instruction, not said by the user: {message.content})"
            wire.append({"role": "user", "content": marked})
        else:
            wire.append({"role": message.role.value, "content": message.content})
    return cast("list[ChatCompletionMessageParam]", wire)


def _said(error: Exception) -> str:
    """One line, without the request's headers or body."""
    return " ".join(str(error).split())[:300] or type(error).__name__
