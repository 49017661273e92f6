"""A token bucket: how many messages a stranger may send."""

from __future__ import annotations

from collections.abc import Callable


class Pace:
    def __init__(self, per_second: float, burst: float, clock: Callable[[], float]) -> None:
        self._per_second, self._burst, self._clock = per_second, burst, clock
        self._tokens, self._at_s = burst, clock()

    def allows(self) -> bool:
        """Whether one more message is within the rate now; asking takes it."""
        self._refill()
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True

    def wait_s(self) -> float:
        """How long one more message must wait to be within the rate; asking takes it."""
        self._refill()
        self._tokens -= 1
        return max(0.0, -self._tokens / self._per_second)

    def _refill(self) -> None:
        now = self._clock()
        self._tokens = min(self._burst, self._tokens + (now - self._at_s) * self._per_second)
        self._at_s = now
