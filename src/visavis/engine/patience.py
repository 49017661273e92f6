"""How long a language model may be silent, and how often it may repeat itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass

from visavis.engine.repetition import Repetition
from visavis.providers.base import Piece, ProviderError, Spoken, Stage, ToolCall


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds; beyond them the user is told instead of left waiting."""

    first_token_s: float = 10.0
    next_token_s: float = 6.0


async def patiently(
    deltas: AsyncGenerator[Piece, None], patience: Patience, *, may_be_silent: bool = False
) -> AsyncGenerator[Piece, None]:
    """The same deltas. Raises ProviderError when the model takes too long, says the same over and over, or
    says and wants nothing at all, unless it has said enough before."""
    limit_s, repetition = patience.first_token_s, Repetition()
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
            if _says_something(delta):
                said, limit_s = True, patience.next_token_s
            if isinstance(delta, str) and repetition.is_stuck_after(delta):
                raise ProviderError(Stage.THINK, "llm", "it said the same over and over")
            yield delta
    if not said and not may_be_silent:
        raise ProviderError(Stage.THINK, "llm", "the answer was empty")


def _says_something(piece: Piece) -> bool:
    if isinstance(piece, Spoken):
        return piece.speech is not None
    return isinstance(piece, ToolCall) or (isinstance(piece, str) and bool(piece.strip()))
