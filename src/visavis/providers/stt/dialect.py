"""What differs between vendors that listen over a WebSocket: addresses and messages, as pure data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from visavis.speech import Pcm


class Complaint(Exception):
    """A vendor says that something is wrong; `str(error)` is what."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Of one turn, what the vendor knows by now."""

    text: str
    completeness: float | None = None
    """Probability 0..1 that the speaker is done; None: the vendor does not tell."""
    settled: bool = False
    """Of a turn that was said to be over: these are its words."""


class Reader(Protocol):
    """The vendor's messages about one turn."""

    def read(self, message: Mapping[str, Any]) -> Heard | None:
        """None: it tells nothing of the words. Raises Complaint."""


class Dialect(Protocol):
    @property
    def url(self) -> str:
        """ws:// or wss://, with everything that is said in the query."""

    @property
    def headers(self) -> Mapping[str, str]: ...

    @property
    def opening(self) -> tuple[str, ...]:
        """Said once, before the first turn."""

    @property
    def ending(self) -> tuple[str, ...]:
        """The turn is over: settle its words."""

    @property
    def resting(self) -> str | bytes:
        """Said while nobody speaks, so that the line stays open."""

    def sound(self, pcm: Pcm) -> str | bytes:
        """Samples of the turn: mono, MICROPHONE_HZ."""

    def reader(self) -> Reader:
        """For the next turn."""


@dataclass(frozen=True, slots=True)
class Place:
    """A vendor, and who asks."""

    name: str
    base_url: str
    """https:// or http://, without the operation."""
    key: str = field(repr=False)

    def socket_url(self, path: str) -> str:
        return self.base_url.rstrip("/").replace("http", "ws", 1) + path
