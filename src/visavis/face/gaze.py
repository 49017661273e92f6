"""Where she looks: still moments joined by quick jumps."""

from __future__ import annotations

import random
from math import hypot, log

from visavis.face.manners import Manner
from visavis.face.springs import smooth

VIEWER = (0.0, 0.0)
TREMOR = 0.035
"""Looking at someone wanders between their eyes and mouth: about 0.8 degrees."""
GLANCE_SPREAD = 0.07
SPREAD = 0.4
"""Of the logarithm of the time between jumps."""
SHORTEST_S = 0.3
JUMP_S = 0.035
JUMP_S_PER_UNIT = 0.05
"""A jump takes 21 ms and 2.2 ms per degree (Bahill et al. 1975); a frame or two here."""


class Gaze:
    """The direction of the eyes in the room, as gaze controls of a head that faces the viewer."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._from = self.target = VIEWER
        self._jumped_s = 0.0
        self._jump_s = JUMP_S
        self._next_s = 0.0
        self._on_viewer = True
        self._wish: bool | None = None  # whether the next jump must go to the viewer, or must not

    def turn(self, time_s: float, to_viewer: bool) -> None:
        """Look at the viewer or away, after a human moment."""
        if self._on_viewer is not to_viewer:
            self._wish = to_viewer
            self._next_s = min(self._next_s, time_s + self._chance.uniform(0.06, 0.25))

    def at(self, time_s: float, manner: Manner) -> tuple[float, float]:
        """Where the eyes point: x, y."""
        if time_s >= self._next_s:
            self._jump(time_s, manner)
        if time_s >= self._jumped_s + self._jump_s:
            return self.target
        share = smooth((time_s - self._jumped_s) / self._jump_s)
        (from_x, from_y), (to_x, to_y) = self._from, self.target
        return from_x + share * (to_x - from_x), from_y + share * (to_y - from_y)

    def jumped(self, time_s: float) -> float:
        """How far the jump goes that began just now, in gaze units; 0 when none did."""
        if time_s != self._jumped_s:
            return 0.0
        return hypot(self.target[0] - self._from[0], self.target[1] - self._from[1])

    def _jump(self, time_s: float, manner: Manner) -> None:
        chance = self._chance
        if self._wish is not None:
            self._on_viewer, self._wish = self._wish, None
        elif self._on_viewer:
            self._on_viewer = chance.random() >= manner.glance_chance
        else:
            self._on_viewer = chance.random() < manner.return_chance
        place, spread = (
            (VIEWER, TREMOR) if self._on_viewer else (chance.choice(manner.glances), GLANCE_SPREAD)
        )
        self._from = self.target
        self.target = (
            place[0] + chance.uniform(-spread, spread),
            place[1] + chance.uniform(-spread, spread),
        )
        self._jumped_s = time_s
        self._jump_s = JUMP_S + JUMP_S_PER_UNIT * self.jumped(time_s)
        self._next_s = time_s + max(chance.lognormvariate(log(manner.fixation_s), SPREAD), SHORTEST_S)
