"""Any endpoint that speaks the OpenAI chat completions API: OpenAI, Ollama, llama.cpp, vLLM, Groq, …"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from typing import TYPE_CHECKING, cast

from visavis.contract.spec import LlmSpec
from visavis.providers.base import Message, ProviderError, Role, Stage

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletionMessageParam

CONNECT_TIMEOUT_S, READ_TIMEOUT_S = 5.0, 60.0
"""How long a model may think is the conversation's to decide; these only bound a dead connection."""


class OpenAiCompatible:
    def __init__(self, spec: LlmSpec) -> None:
        from openai import AsyncOpenAI, Timeout  # slow to import, so not before it is used

        self._spec = spec
        self._client = AsyncOpenAI(
            base_url=spec.base_url,
            api_key=spec.api_key.get_secret_value() if spec.api_key else "none",  # local servers ask for none
            timeout=Timeout(READ_TIMEOUT_S, connect=CONNECT_TIMEOUT_S),
            max_retries=1,
        )

    async def reply(self, messages: Sequence[Message]) -> AsyncGenerator[str, None]:
        from openai import OpenAIError, omit

        try:
            stream = await self._client.chat.completions.create(
                model=self._spec.model,
                messages=_wire_messages(messages),
                stream=True,
                temperature=omit if self._spec.temperature is None else self._spec.temperature,
                max_tokens=omit if self._spec.max_tokens is None else self._spec.max_tokens,
            )
            async with stream:
                async for chunk in stream:
                    if chunk.choices and chunk.choices[0].delta.content:
                        yield chunk.choices[0].delta.content
        except OpenAIError as error:
            raise ProviderError(Stage.THINK, self._spec.model, _said(error)) from error

    async def close(self) -> None:
        await self._client.close()


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
