"""Where the user's sound lies on the session's time line.

Its sender's clock says how far packets are apart; when they come says where all of them lie. A packet may be
held up on its way and never comes early, so the least delay of the last seconds is the one that counts. It is
looked for anew all the time: two clocks are some milliseconds apart after a minute.
"""

from __future__ import annotations

from visavis.media.program import AUDIO_HZ, TICK_S

WINDOW_S = 5.0
ANOTHER_CLOCK_S = 5.0
"""Who seems to be this far off has begun to count anew."""
_WRAP = 1 << 32


class Alignment:
    """Pure; seconds of the session."""

    def __init__(self) -> None:
        self._last: int | None = None
        self._counted = 0
        self._least_s = self._earlier_least_s = 0.0
        self._window_began_s = 0.0

    def place(self, timestamp: int, came_s: float) -> float:
        """When the first sample of a packet was heard that came at `came_s`. Packets come in their order."""
        if self._last is not None:
            self._counted += (timestamp - self._last + _WRAP // 2) % _WRAP - _WRAP // 2
        delay_s = came_s - TICK_S - self._counted / AUDIO_HZ  # it is sent when its last sample was heard
        if self._last is None or abs(delay_s - self._delay_s) > ANOTHER_CLOCK_S:
            self._counted, self._window_began_s = 0, came_s
            delay_s = self._least_s = self._earlier_least_s = came_s - TICK_S
        elif came_s - self._window_began_s > WINDOW_S:
            self._earlier_least_s, self._least_s = self._least_s, delay_s
            self._window_began_s = came_s
        self._least_s = min(self._least_s, delay_s)
        self._last = timestamp
        return self._delay_s + self._counted / AUDIO_HZ

    @property
    def _delay_s(self) -> float:
        return min(self._least_s, self._earlier_least_s)
