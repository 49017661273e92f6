"""What an answer took of a language model, as its vendor counts."""

from __future__ import annotations

from enum import StrEnum

from visavis.contract.frozen import Frozen


class TokenUsage(Frozen):
    """Tokens. None is not 0: the vendor tells nothing of it."""

    prompt: int | None = None
    """All that it read."""
    completion: int | None = None
    """All that it wrote, thoughts included."""
    cached: int | None = None
    """Of the prompt: what it had read before, which costs less."""
    reasoning: int | None = None
    """Of the completion: what it thought and did not say."""

    def __add__(self, other: TokenUsage) -> TokenUsage:
        """Of two questions; what only one of them tells is the sum."""
        return TokenUsage(
            prompt=_sum(self.prompt, other.prompt),
            completion=_sum(self.completion, other.completion),
            cached=_sum(self.cached, other.cached),
            reasoning=_sum(self.reasoning, other.reasoning),
        )

    def __bool__(self) -> bool:
        """Whether anything is told."""
        return self != NOTHING_TOLD


NOTHING_TOLD = TokenUsage()


class OverheadReason(StrEnum):
    """Why a model took tokens for which no whole answer stands in the transcript."""

    CUT_OFF = "cut_off"
    """The user, or a fault, ended an answer while the model was still at it."""
    DROPPED = "dropped"
    """Nobody heard anything of it: it was thought ahead in the user's pause, or stopped in time."""
    SUMMARY = "summary"
    """It put the conversation in short."""


class Overhead(Frozen):
    reason: OverheadReason
    usage: TokenUsage
    estimated: bool = False
    """Its vendor had not told all of it when the model was stopped."""


def count(told: object) -> int | None:
    """A number of tokens, if that is what a vendor sent."""
    return told if isinstance(told, int) and told >= 0 else None


def _sum(one: int | None, other: int | None) -> int | None:
    return one if other is None else other if one is None else one + other
