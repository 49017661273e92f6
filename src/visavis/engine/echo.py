"""Echo guard: is what the microphone hears only the persona's own voice?

A voice detector hears speech in an echo, however faint it is, so the level must decide. While the persona
speaks, the guard learns how loud her echo is (microphone level minus playback level) and lets the user
through only when the microphone is clearly louder than that. Time is the sum of the chunks.

    playback     ▁▁▇▇▇▇▇▇▇▁▁▁▁▁▁▁▁    what left here
    expected     ▁▁▅▅▅▅▅▅▅▅▅▅▃▂▁▁▁    held, then decaying: the echo arrives late and rings
    microphone   ▁▁▁▁▄▅▅▄▅▄▅▄▂▇▇▇▁
    let through                  ^^^   the user
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from visavis.engine.levels import SILENCE_DB


@dataclass(frozen=True, slots=True)
class EchoOptions:
    """From the barge-in scenes (echo 20 to 35 dB under the user): none stops her, no user is missed."""

    margin_db: float = 8.0
    """So much louder than the expected echo is the user."""
    first_coupling_db: float = -20.0
    """Echo relative to playback, before anything is learnt: high, so that the first sentence is safe too."""
    lowest_coupling_db: float = -40.0
    learning_s: float = 1.5
    hold_s: float = 0.35
    """How late the echo may come: network, jitter buffer, loudspeaker and back."""
    decay_db_per_s: float = 60.0
    """How fast the room rings out."""
    silent_playback_db: float = -60.0
    """Below this nothing audible is expected back."""
    loud_playback_db: float = -45.0
    """Above this the coupling can be learnt."""
    microphone_floor_db: float = -70.0


class EchoGuard:
    def __init__(self, options: EchoOptions | None = None) -> None:
        self.options = options or EchoOptions()
        self.coupling_db = self.options.first_coupling_db
        self._time_s = 0.0
        self._lately: deque[tuple[float, float]] = deque()  # (time, playback level), levels falling
        self._expected_playback_db = SILENCE_DB

    def weigh(
        self, probability: float, microphone_db: float, playback_db: float | None, seconds: float
    ) -> float:
        """The speech probability of one chunk, lowered when the chunk may be an echo.

        Levels in dBFS; `playback_db` is the persona's sound that left during the chunk, None when silent.
        """
        options = self.options
        self._time_s += seconds
        now_db = SILENCE_DB if playback_db is None else playback_db
        loudest_db = self._loudest_lately(now_db)
        self._expected_playback_db = max(
            loudest_db, self._expected_playback_db - options.decay_db_per_s * seconds
        )
        if self._expected_playback_db < options.silent_playback_db:
            return probability
        echo_db = max(self._expected_playback_db + self.coupling_db, options.microphone_floor_db)
        excess_db = microphone_db - echo_db
        if excess_db >= options.margin_db:
            return probability
        if now_db > options.loud_playback_db:
            self._learn(excess_db, seconds)
        return probability * max(0.0, excess_db / options.margin_db) * 0.5

    def _loudest_lately(self, now_db: float) -> float:
        lately = self._lately
        while lately and lately[-1][1] <= now_db:
            lately.pop()
        lately.append((self._time_s, now_db))
        while lately[0][0] <= self._time_s - self.options.hold_s:
            lately.popleft()
        return lately[0][1]

    def _learn(self, excess_db: float, seconds: float) -> None:
        """Rises quickly and falls slowly: the loudest echo counts."""
        rate = seconds / self.options.learning_s * (3.0 if excess_db > 0 else 0.5)
        self.coupling_db += min(1.0, rate) * excess_db
        self.coupling_db = max(self.options.lowest_coupling_db, self.coupling_db)
