"""Heard: mouths that were read from sound, one every 20 ms, as a part of what the mouth does.

Sound that comes as it is spoken is read a moment before it is played, at times a moment too late. Then the
mouth stands still rather than fall back to rest, and shows all that follows of the run so much later:

known    ───┤      ───────┤        ────────┤
shown    ─────┤····             ╭── the same, late
              asked for again
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from visavis.face.hearing.spectrum import STEP_S
from visavis.face.mouth import Mouth
from visavis.face.springs import smooth

EASE_S = 0.12
"""How long the mouth takes into what was heard, and out of it where nothing follows."""
LATE_S = 0.06
"""The mouth waits at most this long for what comes late. Viewers notice lips that lag by 0.125 s (ITU-R
BT.1359), and those of a run that is in time lead."""


@dataclass(slots=True)
class _Run:
    """Mouths without a gap, the first at `start_s`, all shown late by `late_s`."""

    start_s: float
    mouths: list[Mouth]
    late_s: float = 0.0

    @property
    def end_s(self) -> float:
        """Where the next mouth would go on."""
        return self.start_s + len(self.mouths) * STEP_S

    @property
    def gone_s(self) -> float:
        """When nothing is left of it."""
        return self.end_s + LATE_S + EASE_S

    def extend(self, mouths: Sequence[Mouth], now_s: float) -> None:
        newest_s = self.end_s - STEP_S
        self.late_s = min(max(now_s - newest_s, self.late_s), LATE_S)
        self.mouths.extend(mouths)

    def share(self, time_s: float) -> float:
        away_s = max(self.start_s - time_s, time_s - (self.end_s - STEP_S + LATE_S), 0.0)
        return 1.0 - smooth(away_s / EASE_S)

    def at(self, time_s: float) -> list[float]:
        """The mouth between the two nearest; the first or last beyond them."""
        place = min(max((time_s - self.late_s - self.start_s) / STEP_S, 0.0), len(self.mouths) - 1.0)
        index = min(int(place), max(len(self.mouths) - 2, 0))
        one, other = self.mouths[index], self.mouths[min(index + 1, len(self.mouths) - 1)]
        return [a + (place - index) * (b - a) for a, b in zip(one, other, strict=True)]


class Heard:
    """Runs of mouths, in order; times are ascending session seconds as seen."""

    def __init__(self) -> None:
        self._runs: list[_Run] = []

    def add(self, start_s: float, mouths: Sequence[Mouth], now_s: float) -> None:
        """Mouths that go on where the last left off, or begin anew at `start_s`. `now_s`: shown last."""
        if self._runs and abs(start_s - self._runs[-1].end_s) < STEP_S / 2:
            self._runs[-1].extend(mouths, now_s)
        elif mouths:
            self._runs.append(_Run(start_s, list(mouths)))

    def forget(self, before_s: float) -> None:
        """Whole runs, and most of a long one."""
        while self._runs and self._runs[0].gone_s < before_s:
            del self._runs[0]
        if self._runs:
            run = self._runs[0]
            gone = int((before_s - LATE_S - EASE_S - run.start_s) / STEP_S)
            if gone > 100:  # seldom, since it moves what stays
                self._runs[0] = _Run(run.start_s + gone * STEP_S, run.mouths[gone:], run.late_s)

    def busy(self, time_s: float) -> bool:
        """Whether anything heard shapes the mouth now or very soon."""
        return any(run.start_s - EASE_S <= time_s <= run.gone_s for run in self._runs)

    def over(self, mouth: list[float], time_s: float) -> list[float]:
        """The mouth that is planned otherwise, with what was heard over it."""
        for run in self._runs:
            if share := run.share(time_s):
                mouth = [was + share * (will - was) for was, will in zip(mouth, run.at(time_s), strict=True)]
        return mouth
