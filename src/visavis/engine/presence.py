"""Whether a client is there: a session must not keep its seat for one that never came, or that vanished.

claimed |----- signalling only -----| started |-- media flows --|     Peer notices when that stops
"""

from __future__ import annotations

from collections.abc import Callable

from visavis.engine.limits import Limits


class Presence:
    def __init__(self, limits: Limits, most_s: float | None, clock: Callable[[], float]) -> None:
        """`most_s`: how long the session may last from its start; None or 0: as long as it likes."""
        self._limits, self._most_s, self._clock = limits, most_s, clock
        self._created_s = self._alive_s = clock()
        self._claimed = False
        self._started_s: float | None = None

    def claim(self) -> None:
        """A client has come with a socket."""
        self._claimed = True
        self.sign_of_life()

    def sign_of_life(self) -> None:
        self._alive_s = self._clock()

    def start(self) -> bool:
        """Media flows. Whether that is so for the first time."""
        if self._started_s is not None:
            return False
        self._started_s = self._clock()
        return True

    def lost(self, *, linked: bool) -> str | None:
        """Why the session should end by now, if it should; `linked`: the client has offered a peer."""
        now = self._clock()
        if self._started_s is not None:
            if self._most_s and now - self._started_s > self._most_s:
                return "The session reached its maximum length."
        elif now - self._created_s > self._limits.unclaimed_s * (2 if self._claimed else 1):
            return "Nobody connected to the session."
        if self._claimed and not linked and now - self._alive_s > self._limits.grace_s:
            return "The client vanished."
        return None
