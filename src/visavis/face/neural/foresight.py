"""One session's patches, made ahead of their time in a thread of its own.

    frame time   --- t ------- t+1 ------ t+2 ------ t+3 ------ t+4 --->
    at t         shown, or late  \\______________ planned ____________/

A patch is made for the sound that was known when it was planned. It is shown only when it is there in time
and that sound is the one that is played; else the frame keeps the rig's own mouth. Frames without sound near
them are not planned at all. Nothing here waits.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from visavis.face.build.planes import Planes
from visavis.face.neural.description import FRAMES_PER_S, LipModelError
from visavis.face.neural.hearing import Floats, Hearing
from visavis.face.neural.pictures import BadPatch
from visavis.face.neural.sound_line import LINE_HZ, Stretch, heard, margins
from visavis.speech import Pcm

log = logging.getLogger(__name__)

AHEAD_S = 0.16
"""A patch is planned this long before it is due, when its sound is known by then."""
NEAR_S = 0.12
"""The mouth stays the model's for this long after a sound."""
GIVE_UP_AFTER = 75
"""Frames of speech on end without a patch: three seconds, and this machine is too slow for the model."""

Draw = Callable[[Floats], Planes]
"""Makes the patch for what a model hears; runs in the thread."""


@dataclass(slots=True)
class Tally:
    """Frames for which a patch was planned, by what became of it."""

    shown: int = 0
    late: int = 0
    failed: int = 0


class Due(NamedTuple):
    """A frame's patch, and whether those of the next frames are planned too: 0 none, 1 all of them."""

    patch: Planes
    outlook: float


@dataclass(frozen=True, slots=True)
class _Planned:
    sound: Pcm
    """Beside which it is shown."""
    patch: Future[Planes]


class Foresight:
    """All calls come from one thread, in the order of time; times are samples of the sound line."""

    def __init__(self, draw: Draw, hearing: Hearing, fps: float, executor: Executor, session: str) -> None:
        self.tally = Tally()
        self.gave_up = False
        """For the rest of the session."""
        self._draw, self._hearing, self._executor, self._session = draw, hearing, executor, session
        self._period, self._ahead = round(LINE_HZ / fps), round(AHEAD_S * fps)
        self._before, self._after = margins(hearing)
        self._planned: dict[int, _Planned] = {}
        self._missed_on_end = 0
        self._told: set[str] = set()

    @property
    def horizon(self) -> int:
        """How far behind the present sound matters."""
        return (self._ahead + 1) * self._period + self._after

    def at(self, time: int, known: Stretch) -> Due | None:
        """The patch for the frame at `time`; None leaves it to the rig. Plans the next ones, too."""
        if self.gave_up:
            return None
        number = time // self._period
        self._forget_before(number)
        self._plan(number, known)
        return self._due(number, time, known)

    def close(self) -> None:
        for planned in self._planned.values():
            planned.patch.cancel()
        self._planned.clear()

    def _forget_before(self, number: int) -> None:
        for past in [past for past in self._planned if past < number]:
            self._planned.pop(past).patch.cancel()

    # ---- the future

    def _plan(self, number: int, known: Stretch) -> None:
        for coming in range(number + 1, number + 1 + self._ahead):
            time = coming * self._period
            beside = known.cut(time, time + self._period)
            planned = self._planned.get(coming)
            if planned is not None and np.array_equal(planned.sound, beside):
                continue
            if planned is not None:
                self._planned.pop(coming).patch.cancel()
            if known.cut(time - round(NEAR_S * LINE_HZ), time + self._after).any():
                sound = known.cut(time - self._before, time + self._after)
                self._planned[coming] = _Planned(beside, self._executor.submit(self._made, sound))

    def _made(self, sound: Pcm) -> Planes:
        return self._draw(heard(sound, self._hearing))

    # ---- the present

    def _due(self, number: int, time: int, known: Stretch) -> Due | None:
        planned = self._planned.get(number)
        if planned is None:
            return None
        offset = time - number * self._period
        beside = planned.sound[offset : offset + LINE_HZ // FRAMES_PER_S // 2]
        if not np.array_equal(beside, known.cut(time, time + len(beside))):
            return None  # she was interrupted, or the voice has come late
        if not planned.patch.done():
            self.tally.late += 1
            self._missed("was not in time for a picture")
            return None
        if (error := planned.patch.exception()) is not None:
            self.tally.failed += 1
            self._missed("could not draw a picture", error)
            return None
        self.tally.shown += 1
        self._missed_on_end = 0
        behind = sum(number + k in self._planned for k in range(1, self._ahead + 1))
        return Due(planned.patch.result(), behind / self._ahead)

    def _missed(self, what: str, error: BaseException | None = None) -> None:
        if what not in self._told:
            self._told.add(what)
            foreseen = error is None or isinstance(error, BadPatch | LipModelError)
            log.warning(
                "session %s: the lip model %s%s; the rig's own mouth is shown, and further ones are counted",
                self._session,
                what,
                f" ({error})" if error else "",
                exc_info=None if foreseen else error,
            )
        self._missed_on_end += 1
        if self._missed_on_end >= GIVE_UP_AFTER:
            self.gave_up = True
            self.close()
            log.warning(
                "session %s: the lip model drew none of %d pictures on end, and is switched off for this "
                "session; if this machine is too slow, another provider or fps: 12.5 may help",
                self._session,
                GIVE_UP_AFTER,
            )
