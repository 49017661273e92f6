"""Performance: which direction she follows at a moment, and how one gives way to the next.

style   ━━━━━━━━━━┓                         ┏━━━━━━━━━━━  for the whole session
cue               ┗━━━━━━━━━━━━━━━━━━━━━━━━━┛             until she has spoken, or it has passed
shown   ──────────╲_________________________╱───────────  CHANGE_S each way
"""

from __future__ import annotations

from bisect import insort
from math import inf

from visavis.contract.spec import StyleSpec
from visavis.face.direction_words import style_in_words
from visavis.face.directions import CUES, LIVELY, PASSING_S, STYLES, Direction
from visavis.face.springs import smooth

USUAL_EXPRESSIVITY = 0.5
"""Without a style, she is as her manners say."""
SUBTLE = 0.3
"""How much of a style shows at expressivity 0."""
CHANGE_S = 0.4
CUE_LEAST_S = 4.0
"""A cue outside speech holds this long."""


class Performance:
    """Times are session seconds and are asked in order."""

    def __init__(self, style: StyleSpec | None = None) -> None:
        """None: a face that takes no directions; cues do nothing either."""
        self._takes_directions = style is not None
        style = style or StyleSpec()
        named = style.preset or style_in_words(style.prompt or "")
        self._strength = SUBTLE + (1.0 - SUBTLE) * style.expressivity
        self._liveliness = LIVELY.scaled(style.expressivity - USUAL_EXPRESSIVITY)
        self._style = self._played(STYLES[named]) if named else self._liveliness
        self._coming: list[tuple[float, str, Direction]] = []
        self._cue_since_s, self._cue_passes_s = -inf, inf
        self._on_cue = False
        self._from = self._to = self._now = self._style
        self._changed_s = -inf

    def cue(self, tag: str, at_s: float) -> None:
        """Play a cue from `at_s` on, which may lie ahead. Raises KeyError for an unknown tag."""
        played = self._played(CUES[tag])
        if self._takes_directions:
            insort(self._coming, (at_s, tag, played), key=lambda cue: cue[0])

    def at(self, time_s: float, speaking: bool) -> Direction:
        """The direction at `time_s`; the same object as long as nothing changes."""
        while self._coming and self._coming[0][0] <= time_s:
            _, tag, played = self._coming.pop(0)
            self._on_cue, self._cue_since_s = True, time_s
            self._cue_passes_s = PASSING_S.get(tag, inf)
            self._turn_to(played, time_s)
        if self._on_cue and self._is_over(time_s - self._cue_since_s, speaking):
            self._on_cue = False
            self._turn_to(self._style, time_s)
        if self._now is not self._to:
            share = smooth((time_s - self._changed_s) / CHANGE_S)
            self._now = self._from.melted(self._to, share) if share < 1.0 else self._to
        return self._now

    @property
    def changing(self) -> bool:
        """Whether it moves too fast to be shown at half the frame rate."""
        return self._now is not self._to or self._now.shake_deg != 0.0

    def _played(self, direction: Direction) -> Direction:
        return direction.scaled(self._strength).plus(self._liveliness)

    def _is_over(self, elapsed_s: float, speaking: bool) -> bool:
        return elapsed_s >= self._cue_passes_s or (elapsed_s >= CUE_LEAST_S and not speaking)

    def _turn_to(self, direction: Direction, time_s: float) -> None:
        self._from, self._to, self._changed_s = self._now, direction, time_s
