"""How often an organization may try out what somebody is paid for: LLMs, voices, providers, keys."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from dataclasses import dataclass, field

from visavis.services.errors import TooManyRequests

MOST_TRIALS = 20
"""Of one organization within WINDOW_S."""
WINDOW_S = 60.0


@dataclass
class TrialBudget:
    """Clocked by whoever asks: `at_s` never goes back."""

    _begun: defaultdict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def spend(self, organization_id: str, tried: str, at_s: float) -> None:
        """All that is tried counts together. `tried` names this one for people, as in "tests of LLMs".

        Raises TooManyRequests when it is one too many.
        """
        begun = self._begun[organization_id]
        while begun and begun[0] <= at_s - WINDOW_S:
            begun.popleft()
        if len(begun) >= MOST_TRIALS:
            wait_s = math.ceil(begun[0] + WINDOW_S - at_s)
            raise TooManyRequests(f"Too many {tried}; try again in {wait_s} seconds", wait_s)
        begun.append(at_s)
