"""A line of the transcript: one turn, of the user or of the persona, as it was heard."""

from __future__ import annotations

from dataclasses import dataclass

from visavis.contract.events import TurnLatency
from visavis.contract.token_usage import TokenUsage
from visavis.providers.base import Role


@dataclass(frozen=True, slots=True)
class Line:
    role: Role
    text: str
    seconds: float
    """That it took."""
    ago_s: float = 0.0
    """How long it has been over."""
    interrupted: bool = False
    latency: TurnLatency | None = None
    """Of an answer."""
    usage: TokenUsage | None = None
    """What a language model told that it took."""
    correlation_id: str | None = None
