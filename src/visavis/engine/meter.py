"""What each question to a language model took: as its vendor tells or, where the model was stopped before
that, as the characters suggest.

whole    |-- reads --|-- writes ----------| told
stopped  |-- reads --|-- wri|               told by then, and the rest estimated
refused  x                                  nothing
"""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from visavis.contract.token_usage import NOTHING_TOLD, TokenUsage
from visavis.engine.window import CHARACTERS_A_TOKEN
from visavis.providers.base import Message, Piece, ProviderError, Thought, ToolCall, ToolOffer


@dataclass(frozen=True, slots=True)
class Spent:
    usage: TokenUsage
    whole: bool = True
    """The answer came to its end."""
    estimated: bool = False
    """Nobody told some of it."""


class Meter:
    """Of one model. What it tells of whole answers says how many characters its tokens have, in the language
    that is spoken."""

    def __init__(self, *, estimates: bool = True) -> None:
        """`estimates` False: it is no model that counts in tokens."""
        self._estimates = estimates
        self._characters_a_token: float = CHARACTERS_A_TOKEN

    async def read(
        self, pieces: AsyncGenerator[Piece, None], asked: int | None, on_spent: Callable[[Spent], None]
    ) -> AsyncGenerator[Piece, None]:
        """The same pieces, but for what they took, which is told at their end, however they end. `asked`:
        the characters of the question; None: of what is not told nothing can be said."""
        told, written, alive, whole = NOTHING_TOLD, 0, False, False
        refused = False
        try:
            async with aclosing(pieces):
                async for piece in pieces:
                    alive = True
                    if isinstance(piece, TokenUsage):
                        told = piece
                    else:
                        written += _length(piece)
                        yield piece
            whole = True
        except ProviderError:
            refused = not alive
            raise
        finally:
            spent = Spent(told, whole)
            if whole:
                self._learn(asked, told)
            elif not refused and asked is not None and self._estimates:
                spent = self._estimated(told, asked, written)
            if spent.usage:
                on_spent(spent)

    def _learn(self, asked: int | None, told: TokenUsage) -> None:
        if asked and told.prompt:
            self._characters_a_token = asked / told.prompt

    def _estimated(self, told: TokenUsage, asked: int, written: int) -> Spent:
        """What it thought unseen, and what was still on its way, nobody knows. A count of 0 is one that has
        not begun."""
        if told.prompt and told.completion:
            return Spent(told, whole=False)
        guess = {
            "prompt": told.prompt or self._tokens(asked),
            "completion": told.completion or self._tokens(written),
        }
        return Spent(told.model_copy(update=guess), whole=False, estimated=True)

    def _tokens(self, characters: int) -> int:
        return round(characters / self._characters_a_token)


def characters_of(messages: Sequence[Message], tools: Sequence[ToolOffer] = ()) -> int:
    """That a model is given to read."""
    said = sum(len(line.content) + sum(map(_length, line.calls)) for line in messages)
    return said + sum(
        len(tool.name) + len(tool.description) + len(json.dumps(dict(tool.parameters))) for tool in tools
    )


def _length(piece: Piece) -> int:
    match piece:
        case str():
            return len(piece)
        case Thought(text):
            return len(text)
        case ToolCall():
            return len(piece.name) + len(piece.arguments)
    return 0
