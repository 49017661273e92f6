"""A tool as the toolbox sees it: what a model is told of it, and how it is called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Any, Protocol

from visavis.contract.tools import ToolSpec


class Then(Enum):
    """How her turn goes on after a call."""

    ANSWER = auto()
    """The model reads what came of it and goes on."""
    STOP = auto()
    """She says no more."""
    SILENCE = auto()
    """She stops in the middle of what she is saying."""
    HANG_UP = auto()
    """She says no more, and when that has been heard the session ends."""


class ToolFailed(Exception):
    """`str(error)` is told to the model, to the client and to the api."""

    def __init__(self, message: str, *, by_client: bool = False) -> None:
        super().__init__(message)
        self.by_client = by_client
        """It was the client who said so."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call that is under way."""

    id: str
    spec: ToolSpec
    arguments: dict[str, Any]
    exchange: int
    correlation_id: str
    """Of the turn of the user that it serves."""
    user_acted_at: datetime
    started_at: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    result: str
    """For the model."""
    documents: tuple[str, ...] | None = None
    """Files that it is from."""
    awaited: bool = True
    """False: it goes on, and nobody will know how it ends."""
    then: Then = Then.ANSWER


class Tool(Protocol):
    @property
    def spec(self) -> ToolSpec: ...

    @property
    def parameters(self) -> dict[str, Any]:
        """JSON Schema of an object."""

    async def run(self, call: Call) -> Outcome:
        """Raises ToolFailed. It may be cancelled at any time."""

    async def close(self) -> None:
        """No more calls will come; what nobody waits for may still end."""
