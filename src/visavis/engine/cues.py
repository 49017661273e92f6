"""Cues: directions for the face that wait for their moment.

    now         |cue                                at once
    in 2 s      |····················|cue           on the session's clock
    at 1.5 s    |····|▁▂▅▂▁▂▅▂▁|cue                 on the persona's speech, which may not have begun

Pure: told on every tick what time it is, and how much of the present reply has been heard.
"""

from __future__ import annotations

from dataclasses import dataclass

from visavis.wire.datachannel import DirectorCue

MOST_WAITING = 64
"""A turn has a handful; the rest is a client that should not fill our memory."""


@dataclass(slots=True)
class _Waiting:
    tag: str
    due_s: float | None
    """Session seconds; None: it waits for speech."""
    spoken_s: float = 0.0
    in_this_reply: bool = False


class Cues:
    def __init__(self) -> None:
        self._waiting: list[_Waiting] = []
        self._spoken_s: float | None = None

    def add(self, cue: DirectorCue, now_s: float) -> bool:
        """False when too many wait already."""
        if len(self._waiting) >= MOST_WAITING:
            return False
        if cue.at_seconds is not None:
            self._waiting.append(_Waiting(cue.tag, None, cue.at_seconds, self._spoken_s is not None))
        else:
            self._waiting.append(_Waiting(cue.tag, now_s + (cue.in_seconds or 0.0)))
        return True

    def due(self, now_s: float, spoken_s: float | None) -> list[str]:
        """The tags whose moment has come. `spoken_s`: how much of a reply has sounded, None between replies.

        What was meant for a moment that its reply never reached, because it ended or was cut, is dropped.
        """
        if self._spoken_s is not None and (spoken_s is None or spoken_s < self._spoken_s):
            self._waiting = [cue for cue in self._waiting if not cue.in_this_reply]
        self._spoken_s = spoken_s
        if not self._waiting:
            return []
        if spoken_s is not None:
            for cue in self._waiting:
                cue.in_this_reply = cue.due_s is None
        come = [cue for cue in self._waiting if _has_come(cue, now_s, spoken_s)]
        self._waiting = [cue for cue in self._waiting if cue not in come]
        return [cue.tag for cue in sorted(come, key=lambda cue: cue.spoken_s)]


def _has_come(cue: _Waiting, now_s: float, spoken_s: float | None) -> bool:
    if cue.due_s is not None:
        return now_s >= cue.due_s
    return spoken_s is not None and spoken_s >= cue.spoken_s
