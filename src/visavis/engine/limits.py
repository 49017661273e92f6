"""What an engine allows a session, and how its media may be reached."""

from __future__ import annotations

from dataclasses import dataclass, field

from visavis.media.ice import IceOptions
from visavis.settings import Settings


@dataclass(frozen=True, slots=True)
class Limits:
    unclaimed_s: float = 30.0
    """A session that nobody signalled for this long is ended."""
    grace_s: float = 12.0
    """A client that shows no sign of life for this long has vanished."""
    ice: IceOptions = field(default_factory=IceOptions)

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        return cls(
            unclaimed_s=settings.unclaimed_session_seconds,
            grace_s=settings.reconnect_grace_seconds,
            ice=IceOptions.of(settings),
        )
