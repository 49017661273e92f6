"""What an engine allows a session, and how it may be reached."""

from __future__ import annotations

from dataclasses import dataclass

from visavis.contract.spec import IceServer
from visavis.settings import Settings


@dataclass(frozen=True, slots=True)
class Limits:
    unclaimed_s: float
    grace_s: float

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        return cls(settings.unclaimed_session_seconds, settings.reconnect_grace_seconds)
