"""Tokens of language models: ours, not part of the public API."""

from __future__ import annotations

from collections.abc import Mapping

from visavis.api.schemas.base import Answer
from visavis.contract.token_usage import OverheadReason, TokenUsage
from visavis.services.overheads import OverheadSum


class TokenUsageAnswer(Answer):
    """Ours. null: the vendor tells nothing of it."""

    prompt_tokens: int | None
    """All that was read, the cached ones included."""
    completion_tokens: int | None
    """All that was written, the reasoning included."""
    cached_tokens: int | None
    reasoning_tokens: int | None


class OverheadAnswer(TokenUsageAnswer):
    """Ours."""

    count: int
    """How many answers, or summaries."""
    estimated_count: int
    """Of how many the vendor had not told all when the model was stopped: what is missing is estimated."""


class OverheadTokensAnswer(Answer):
    """Ours. null: there were none."""

    cut_off: OverheadAnswer | None
    """Answers that ended while the model was still at them."""
    dropped: OverheadAnswer | None
    """Answers of which nobody heard anything, most of them thought of in the user's pauses."""
    summaries: OverheadAnswer | None
    """Of the conversation, for the model itself."""


def token_usage_answer(told: TokenUsage | None) -> TokenUsageAnswer | None:
    return None if told is None else TokenUsageAnswer(**_counts(told))


def overhead_tokens_answer(sums: Mapping[OverheadReason, OverheadSum]) -> OverheadTokensAnswer:
    return OverheadTokensAnswer(
        cut_off=_overhead(sums.get(OverheadReason.CUT_OFF)),
        dropped=_overhead(sums.get(OverheadReason.DROPPED)),
        summaries=_overhead(sums.get(OverheadReason.SUMMARY)),
    )


def _overhead(sum: OverheadSum | None) -> OverheadAnswer | None:
    if sum is None:
        return None
    return OverheadAnswer(**_counts(sum.usage), count=sum.count, estimated_count=sum.estimated)


def _counts(told: TokenUsage) -> dict[str, int | None]:
    return {
        "prompt_tokens": told.prompt,
        "completion_tokens": told.completion,
        "cached_tokens": told.cached,
        "reasoning_tokens": told.reasoning,
    }
