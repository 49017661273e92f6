"""How long a language model may be silent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass

from visavis.providers.base import ProviderError, Stage


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds; beyond them the user is told instead of left waiting."""

    first_token_s: float = 10.0
    next_token_s: float = 6.0


async def patiently(deltas: AsyncGenerator[str, None], patience: Patience) -> AsyncGenerator[str, None]:
    """The same deltas; raises ProviderError when the model falls silent or says nothing at all."""
    limit_s = patience.first_token_s
    said = False
    async with aclosing(deltas):
        while True:
            try:
                async with asyncio.timeout(limit_s):
                    delta = await anext(deltas)
            except StopAsyncIteration:
                break
            except TimeoutError:
                message = f"no answer within {limit_s:g} s"
                raise ProviderError(Stage.THINK, "llm", message) from None
            if delta.strip():
                said, limit_s = True, patience.next_token_s
            yield delta
    if not said:
        raise ProviderError(Stage.THINK, "llm", "the answer was empty")
